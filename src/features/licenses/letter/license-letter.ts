/** The license by mail, with its PDF: which product, by which key, until when. PUR-13 */
import { NotFound, UserError } from '../../../core/errors.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { kindShown, type Occasion, sendLetterButton, writtenTo } from '../../billing/occasions/index.ts';
import { dayIn, framed, keepPaperAs } from '../../billing/papers/index.ts';
import { allSellers, sellerFor, withLogo } from '../../billing/sellers/index.ts';
import { detailsOf, groupsOfCustomers } from '../../customers/index.ts';
import {
  type Block,
  type Paper,
  type PaperLanguage,
  type Press,
  paperDigest,
  paperLanguage,
} from '../../papers/index.ts';
import { type TemplateKind, templateKinds, type ValuesFor } from '../../templates/index.ts';
import { type License, licenseDoor, licenseRoles } from '../licenses/license.ts';
import { licenseById, licensesFor, lockLicense } from '../licenses/store.ts';

const licenseKind = {
  key: 'license.issued',
  label: 'License',
  values: [
    ...writtenTo,
    { name: 'product', means: 'the product', example: 'LEGACY' },
    { name: 'key', means: 'the license’s key', example: 'L-4411' },
    { name: 'until', means: 'the day until which it is valid', example: 'Mar 31, 2027' },
    { name: 'months', means: 'how many months one payment pays for', example: '12' },
  ],
  words: {
    en: {
      subject: 'Your license of {{ product }}',
      body: `Dear {{ contact | default: customer }},

here is your license of {{ product }}; you find it in the attached document, too.

Key: {{ key }}
Valid until: {{ until }}

Keep both where only those can read them who install the product. It is extended with each payment.

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: 'La Sua licenza di {{ product }}',
      body: `Gentile {{ contact | default: customer }},

ecco la Sua licenza di {{ product }}; la trova anche nel documento allegato.

Chiave: {{ key }}
Valida fino al: {{ until }}

La conservi dove possa leggerla solo chi installa il prodotto. Si prolunga a ogni pagamento.

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

const words = {
  en: { title: 'License', product: 'Product', key: 'Key', until: 'Valid until' },
  it: { title: 'Licenza', product: 'Prodotto', key: 'Chiave', until: 'Valida fino al' },
} as const;

const existing = async (tx: Tx, id: string): Promise<License> => {
  const license = await licenseById(tx, id);
  if (!license) throw new NotFound('license');
  if (license.state === 'expired')
    throw new UserError(`This license of ${license.product} has expired. Have Support move its date first.`);
  return license;
};

const blocksOf = ({ product, key, expiresOn }: License, language: PaperLanguage): readonly Block[] => {
  const of = words[language];
  return [
    {
      kind: 'figures',
      figures: [
        { label: of.product, value: product },
        { label: of.key, value: key, isMain: true },
        { label: of.until, value: dayIn(expiresOn, language) },
      ],
    },
  ];
};

/** As it is now: a license whose date moves has another paper. @throws UserError where nobody is set up to write it */
const paperOf = async (tx: Tx, license: License): Promise<Paper> => {
  const { customerId } = license;
  const customer = await detailsOf(tx, customerId);
  if (!customer) throw new NotFound('customer');
  const seller = sellerFor(await allSellers(tx), await groupsOfCustomers(tx, [customerId]));
  if (!seller) throw new UserError('Add a seller in `/bill setup` first: licenses are sent in its name.');
  const language = paperLanguage(customer.language);
  const between = { seller: await withLogo(tx, seller), customer };
  return { ...framed(between, language, blocksOf(license, language)), title: words[language].title };
};

export const licenseLetter = (press: Press): Occasion => ({
  id: 'license.mail',
  kind: licenseKind,
  roles: licenseRoles,
  doing: 'send licenses',
  action: 'license.mailed',
  about: async ({ tx }, id) => {
    const { customerId, product, key, expiresOn, periodMonths } = await existing(tx, id);
    return {
      customerId,
      subject: { type: licenseDoor.subject, id },
      line: `License of ${product}`,
      values: (language): Omit<ValuesFor<typeof licenseKind>, (typeof writtenTo)[number]['name']> => ({
        product,
        key,
        until: dayIn(expiresOn, language),
        months: String(periodMonths),
      }),
    };
  },
  latest: async ({ tx }, customerId) => (await licensesFor(tx, customerId)).find(({ state }) => state === 'active')?.id,
  paper: async (deps, id) => {
    const license = await existing(deps.db.prisma, id);
    const paper = await paperOf(deps.db.prisma, license);
    const about = { type: licenseDoor.subject, id };
    return keepPaperAs(deps, press, { ...about, id: `${id}/${paperDigest(paper)}` }, async () => ({
      paper,
      number: `${paper.title}-${license.product}`,
      customerId: license.customerId,
      about,
      lock: (work) => lockLicense(work.tx, id),
    }));
  },
});

/** Send by mail, in a license's window. */
export const licenseLetterSlice = (press: Press): Slice => {
  const letter = licenseLetter(press);
  return {
    name: 'license-letters',
    interactions: [sendLetterButton(letter)],
    contributes: [contribute(templateKinds, kindShown(letter))],
    sections: [
      {
        subject: licenseDoor.subject,
        order: 10,
        title: 'Letter',
        read: async (_deps, id) => ({
          buttons: [{ text: 'Send by mail', action: 'license.mail', value: id, roles: licenseRoles }],
        }),
      },
    ],
  };
};
