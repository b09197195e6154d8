import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { issueInvoice } from '../../src/features/billing/invoices/index.ts';
import { changeLook } from '../../src/features/billing/looks/index.ts';
import { paperBytes, printableOf } from '../../src/features/billing/papers/index.ts';
import { sendInvoice } from '../../src/features/billing/presenting/actions/send-invoice.ts';
import { sellerById } from '../../src/features/billing/sellers/index.ts';
import { createPress, renderPage } from '../../src/features/papers/index.ts';
import { workThroughRuns } from '../../src/platform/runs/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import { openerOf } from '../support/files.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { aPng, jpegHead } from '../support/pictures.ts';

const press = createPress();
const logo = aPng(120, 40);

describeEachEngine('how a seller’s papers look', (engine) => {
  let h: Harness;
  let sellerId: string;
  const accounting = () => h.person('accounting');
  beforeAll(async () => {
    const openFile = openerOf({
      F1: { name: 'logo.png', content: logo },
      F2: { name: 'logo.png', content: 'no picture at all' },
      F3: { name: 'wide.png', content: aPng(4_000, 2) },
      F4: { name: 'large.png', content: Buffer.concat([logo, Buffer.alloc(300_000)]) },
      F5: { name: 'broken.jpg', content: jpegHead(10, 10) },
    });
    h = await billingHarness(engine, { press, openFile });
    await setTaxes(h, { services: 0 });
    ({ id: sellerId } = await makeSeller(h, { payUrl: 'https://pay.harbor.example' }));
  });
  afterAll(() => h.close());

  const seller = async () => (await sellerById(h.db.prisma, sellerId)) ?? expect.fail('no seller');
  const change = async (more: Partial<Parameters<typeof changeLook>[2]>) => {
    const { version, colour } = await seller();
    await changeLook(h.deps, accounting(), { sellerId, version, colour, isWithoutLogo: false, ...more });
    await workThroughRuns(h.deps);
  };
  const file = (id: string, size = 1_000) => ({ id, name: `${id}.png`, size });
  const issued = async (): Promise<string> => {
    const { id } = await aDraft(h, await aCustomer(h), [aLine(100_00)]);
    await issueInvoice(h.deps, accounting(), id);
    return id;
  };
  const paperOf = async (id: string) => (await printableOf(h.db.prisma, { type: 'invoice', id })).paper;
  const bytesOf = async (id: string) => (await paperBytes(h.deps, press, { type: 'invoice', id })).bytes;
  const told = async () => String(((await h.posts()).at(-1)?.payload as { text?: string })?.text);

  test('CUS-2 the colour at once, the logo once it was looked at and printed: on paper, page and mail', async () => {
    const before = await issued();
    await change({ colour: '1F7A3D', file: file('F1') });
    expect(await seller()).toMatchObject({ colour: '#1f7a3d', logo: { type: 'png' } });
    const id = await issued();
    const paper = await paperOf(id);
    expect(paper.colour).toBe('#1f7a3d');
    const head = paper.blocks.find((each) => each.kind === 'letterhead');
    expect(Buffer.from(head?.logo?.bytes ?? []).equals(logo)).toBe(true);
    expect(renderPage(paper).html).toContain(`data:image/png;base64,${logo.toString('base64')}`);
    expect(renderPage(paper).html).toContain('--accent:#1f7a3d');
    expect(paper.blocks.find((each) => each.kind === 'payment')).toMatchObject({ link: 'https://pay.harbor.example' });
    await paperBytes(h.deps, press, { type: 'invoice', id });
    const draft = { to: ['ann@hart.example'], cc: [], bcc: [], subject: 'Your invoice', text: 'Here it is.' };
    await sendInvoice(h.deps, accounting(), press, { invoiceId: id, draft });
    const mail = await h.db.prisma.post.findFirstOrThrow({ where: { transport: 'mail' }, orderBy: { seq: 'desc' } });
    const { html, attachments } = mail.payload as unknown as { html: string; attachments: readonly object[] };
    expect(html).toContain('src="cid:logo"');
    expect(html).toContain('color:#1f7a3d');
    expect(attachments).toMatchObject([
      { type: 'application/pdf' },
      { name: 'logo.png', type: 'image/png', cid: 'logo', hash: (await seller()).logo?.hash },
    ]);
    // Issued before, and not printed yet: it has no logo for ever.
    expect((await paperOf(before)).colour).toBeUndefined();
  });

  test('BIL-12 another logo, or none: what was issued keeps the one that it had, byte for byte, printed before or after', async () => {
    const [printed, unprinted] = [await issued(), await issued()];
    const first = await bytesOf(printed);
    await change({ colour: undefined, isWithoutLogo: true });
    expect(await seller()).toMatchObject({ colour: undefined, logo: undefined });
    expect((await bytesOf(printed)).equals(first)).toBe(true);
    const head = (await paperOf(unprinted)).blocks.find((each) => each.kind === 'letterhead');
    expect(Buffer.from(head?.logo?.bytes ?? []).equals(logo)).toBe(true);
    expect((await bytesOf(unprinted)).length).toBeGreaterThan(1_000);
    expect(
      (await h.audit({ subjectId: sellerId })).filter(({ action }) => action === 'seller.look_changed'),
    ).toHaveLength(3);
  });

  test('CUS-2 what is no picture, too large or not to be printed: said why to whoever added it, and the look stays', async () => {
    const { logo: kept } = await seller();
    const refused = [
      ['F2', 'neither a PNG nor a JPEG'],
      ['F3', '4000 × 2 pixels'],
      ['F4', 'more than 256 kB'],
      ['F5', 'cannot be printed'],
    ] as const;
    for (const [id, why] of refused) {
      await change({ file: file(id) });
      expect(await told()).toContain(why);
      expect((await seller()).logo).toEqual(kept);
    }
  });

  test('CUS-2 a wrong colour, a file too large, both at once: at its field; only who sets up billing; who was first wins', async () => {
    const { version } = await seller();
    const asked = { sellerId, version, colour: undefined, isWithoutLogo: false };
    const problems = (more: object) => problemsOf(changeLook(h.deps, accounting(), { ...asked, ...more }));
    expect(await problems({ colour: 'blue' })).toEqual({ colour: expect.stringContaining('six digits') });
    expect(await problems({ file: file('F1', 300_000) })).toEqual({ logo: expect.stringContaining('256 kB') });
    expect(await problems({ isWithoutLogo: true, file: file('F1') })).toEqual({ without: expect.any(String) });
    await expect(changeLook(h.deps, h.person('sales'), asked)).rejects.toThrow(NotAllowed);
    await expect(changeLook(h.deps, accounting(), { ...asked, version: version - 1 })).rejects.toThrow(Conflict);
    expect(await problemsOf(makeSeller(h, { name: 'Else', payUrl: 'http://pay.example' }))).toEqual({
      pay_url: expect.stringContaining('https://'),
    });
  });
});
