import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { context, fileInput, modal, textInput, ticksInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormFile } from '../../../../platform/block-kit/form.ts';
import { kindOf, startRun } from '../../../../platform/runs/index.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  existingSeller,
  lockSellers,
  readColour,
  type Seller,
  sellerById,
  sellerDoor,
  updateLook,
} from '../../sellers/index.ts';
import { changedMeanwhile, differenceOf, ledgerEditors } from '../../setup/index.ts';
import { logoRun, mostBytes } from '../logo-run.ts';

const doing = 'change how papers look';

const form = (seller: Seller): ModalView =>
  modal({
    callback: 'seller.look',
    title: 'Logo and colour',
    submit: 'Save',
    data: `${seller.id}:${seller.version}`,
    blocks: [
      context(
        `On what ${escapeMrkdwn(seller.name)} writes from now on: PDFs, customers’ pages and mails. What was issued stays as it is.`,
      ),
      fileInput({
        name: 'logo',
        label: seller.logo ? 'Another logo' : 'Logo',
        hint: 'PNG or JPEG, at most 256 kB and 2000 pixels along each side',
        optional: true,
        types: ['png', 'jpg', 'jpeg'],
      }),
      ...(seller.logo
        ? [ticksInput({ name: 'without', label: 'Its logo', choices: [{ text: 'Take it away', value: 'without' }] })]
        : []),
      textInput({
        name: 'colour',
        label: 'Colour',
        hint: 'Six digits, such as #1f4e79; one that is too light to be read is printed darker',
        optional: true,
        max: 7,
        initial: seller.colour,
      }),
    ],
  });

export interface ChangeLook {
  readonly sellerId: string;
  /** The version that was shown. ALL-3 */
  readonly version: number;
  readonly colour: string | undefined;
  readonly isWithoutLogo: boolean;
  /** Another logo, which is looked at in the background. */
  readonly file?: Pick<FormFile, 'id' | 'name' | 'size'> | undefined;
}

/** The colour at once; a logo once it was looked at. CUS-2 @throws FieldErrors, Conflict */
export const changeLook = (deps: Deps, by: By, asked: ChangeLook): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, doing);
    const { sellerId, version, isWithoutLogo, file } = asked;
    const colour = asked.colour === undefined ? undefined : readColour(asked.colour);
    if (asked.colour !== undefined && colour === undefined)
      throw new FieldErrors({ colour: 'Write the colour’s six digits, such as #1f4e79, or leave it blank.' });
    if (isWithoutLogo && file) throw new FieldErrors({ without: 'Either take the logo away, or add another one.' });
    if (file && file.size > mostBytes)
      throw new FieldErrors({
        logo: 'This file has more than 256 kB, and every letter would carry it. Save it smaller.',
      });
    await lockSellers(work.tx);
    const before = await sellerById(work.tx, sellerId);
    if (!before) throw new NotFound('seller');
    const subject = { type: sellerDoor.subject, id: sellerId };
    if (before.version !== version) throw await changedMeanwhile(work.tx, subject);
    const logo = isWithoutLogo ? undefined : before.logo;
    const changed = differenceOf({ colour: before.colour, logo: before.logo?.hash }, { colour, logo: logo?.hash });
    if (before.colour !== colour || before.logo !== logo) {
      await updateLook(work.tx, sellerId, version, { colour, logo });
      work.audit({ action: 'seller.look_changed', subject, ...changed });
    }
    if (file) {
      const { name } = before;
      await startRun(work, kindOf(work, logoRun), { sellerId, name, fileId: file.id, fileName: file.name });
    }
  });

/** Logo and colour, in the seller's window. */
export const changeLookButton = (wakeRuns: (deps: Deps) => void): Interaction => ({
  id: 'seller.look',
  press: opensForm({ roles: ledgerEditors, doing, find: existingSeller, form }),
  submit: async ({ deps, by, data, values }) => {
    const [sellerId = '', version = ''] = data.split(':');
    const [file] = values.files('logo');
    await changeLook(deps, by, {
      sellerId,
      version: Number(version),
      colour: values.text('colour'),
      isWithoutLogo: values.options('without').includes('without'),
      file,
    });
    if (!file) return { window: { type: sellerDoor.subject, id: sellerId } };
    wakeRuns(deps);
    return said(`Looking at the logo… ${deps.roleName('accounting')}’s channel tells when papers have it.`);
  },
});
