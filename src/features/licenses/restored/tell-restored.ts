/** The customer is told by mail once access is restored, where mail is set up. COL-16 */
import { formatDay } from '../../../core/time/calendar.ts';
import { sendsMail } from '../../../platform/delivery/index.ts';
import type { Job } from '../../../platform/jobs/job.ts';
import { undoMinutes } from '../../../platform/slice/undo.ts';
import { on, onEach, type Reaction } from '../../../platform/work/events.ts';
import { type Deps, system, type Work } from '../../../platform/work/work.ts';
import { usableAddresses, writeToCustomer } from '../../billing/correspondence/index.ts';
import { defaultSeller } from '../../billing/sellers/index.ts';
import { detailsOf } from '../../customers/index.ts';
import { type PaperLanguage, paperLanguage } from '../../papers/index.ts';
import { type TemplateKind, wordsFor } from '../../templates/index.ts';
import { expiryConfirmed, expiryUndone } from '../expiry/events.ts';
import { licenseById } from '../licenses/store.ts';
import { endRestoration, endRestorations, insertRestoration, type Restoration, untoldRestorations } from './store.ts';

export const restoredKind = {
  key: 'license.restored',
  label: 'License that works again',
  values: [
    { name: 'contact', means: 'who is written to, where that is known', example: 'Ann Smith' },
    { name: 'customer', means: 'the customer’s name', example: 'Harbor Dental LLC' },
    { name: 'seller', means: 'who writes', example: 'Example Services Inc.' },
    { name: 'product', means: 'the product', example: 'LEGACY' },
    { name: 'until', means: 'the day until which it is valid now', example: 'Mar 31, 2027' },
  ],
  words: {
    en: {
      subject: '{{ product }}: your access is restored',
      body: 'Dear {{ contact | default: customer }},\n\nthank you for your payment. Your license of {{ product }} works again, and is valid until {{ until }}.\n\nKind regards,\n{{ seller }}',
    },
    it: {
      subject: '{{ product }}: accesso ripristinato',
      body: 'Gentile {{ contact | default: customer }},\n\ngrazie per il pagamento. La Sua licenza di {{ product }} è di nuovo attiva, e vale fino al {{ until }}.\n\nCordiali saluti\n{{ seller }}',
    },
  },
} as const satisfies TemplateKind;

const locales: Readonly<Record<PaperLanguage, string>> = { en: 'en-US', it: 'it-IT' };

const writeRestored = async (work: Work, { id, licenseId }: Restoration): Promise<boolean> => {
  if (!(await endRestoration(work, id))) return false;
  const license = await licenseById(work.tx, licenseId);
  const customer = license && (await detailsOf(work.tx, license.customerId));
  const sender = await defaultSeller(work.tx);
  if (license?.state !== 'active' || !customer || !sender) return false;
  const to = usableAddresses(customer.email ? [customer.email] : customer.extraEmails);
  if (to.length === 0) return false;
  const language = paperLanguage(customer.language);
  const { subject, body, version } = await wordsFor(work.tx, restoredKind, language, {
    contact: customer.contactName ?? undefined,
    customer: customer.name,
    seller: sender.name,
    product: license.product,
    until: formatDay(license.expiresOn, locales[language]),
  });
  const { customerId } = license;
  const template = { kind: restoredKind.key, version };
  await writeToCustomer(work, { customerId, draft: { to, subject, text: body, template }, language, sender });
  work.audit({ action: 'license.told_restored', subject: { type: 'license', id: licenseId }, customerId });
  return true;
};

const atOnce = 50;

/** Once nobody can take Support's decision back any more. ALL-5 @returns how many were told */
export const tellRestored = async (deps: Deps): Promise<number> => {
  const before = new Date(deps.clock.now().getTime() - undoMinutes * 60_000);
  let told = 0;
  for (;;) {
    const due = await untoldRestorations(deps.db.prisma, before, atOnce);
    for (const each of due) if (await deps.transact(system, (work) => writeRestored(work, each))) told += 1;
    if (due.length < atOnce) return told;
  }
};

export const restoredJob: Job = {
  name: 'licenses.restored',
  schedule: { everyMinutes: 5 },
  missed: 'latest',
  run: async (deps) => {
    await tellRestored(deps);
  },
};

export const restoredReactions: readonly Reaction[] = [
  on(expiryConfirmed, async (work, confirmed) => {
    if (!sendsMail(work.contributions)) return;
    for (const { license, decision, wasExpired } of confirmed)
      if (wasExpired && license.state === 'active') await insertRestoration(work, { decision, licenseId: license.id });
  }),
  onEach(expiryUndone, (work, { license }) => endRestorations(work, license.id)),
];
