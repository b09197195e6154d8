/** What goes along with a contract. PUR-7, CUS-9 */
import { NotFound } from '../../../core/errors.ts';
import { contractById, contractDoor, contractKeepers, contractsOf } from '../../customers/index.ts';
import type { TemplateKind, ValuesFor } from '../../templates/index.ts';
import { dayIn } from '../papers/index.ts';
import { type Occasion, writtenTo } from './occasion.ts';

const coverKind = {
  key: 'contract.cover',
  label: 'Contract, cover letter',
  values: [
    ...writtenTo,
    { name: 'number', means: 'the contract’s number', example: '12/2026' },
    { name: 'programs', means: 'parties and programs, where they were written down', example: 'LEGACY, ten users' },
    { name: 'start', means: 'its first day', example: 'Mar 1, 2026' },
    { name: 'end', means: 'the last day of its first term', example: 'Feb 28, 2027' },
    { name: 'months', means: 'the months it is renewed for; blank where it is not renewed', example: '12' },
    { name: 'notice', means: 'the days of notice', example: '90' },
  ],
  words: {
    en: {
      subject: 'Contract {{ number }} with {{ seller }}',
      body: `Dear {{ contact | default: customer }},

this is about our contract {{ number }}{% if programs %} ({{ programs }}){% endif %}. It begins on {{ start }}; its first term ends on {{ end }}.{% if months %} It is renewed for {{ months }} months each time, unless one of us gives notice {{ notice }} days before.{% endif %}

Please read it, sign it, and send it back by answering this mail. If anything in it is not as we agreed, tell us first.

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: 'Contratto {{ number }} con {{ seller }}',
      body: `Gentile {{ contact | default: customer }},

Le scriviamo per il nostro contratto {{ number }}{% if programs %} ({{ programs }}){% endif %}. Decorre dal {{ start }}; il primo periodo termina il {{ end }}.{% if months %} Si rinnova ogni volta per {{ months }} mesi, salvo disdetta {{ notice }} giorni prima.{% endif %}

La preghiamo di leggerlo, firmarlo e restituirlo rispondendo a questo messaggio. Se qualcosa non corrisponde a quanto concordato, ce lo dica prima.

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

export const contractCover: Occasion = {
  id: 'contract.mail',
  kind: coverKind,
  roles: contractKeepers,
  doing: 'send contracts',
  action: 'contract.mailed',
  about: async ({ tx }, id) => {
    const contract = await contractById(tx, id);
    if (!contract) throw new NotFound('contract');
    const { customerId, number, parties, startOn, endOn, renews, termMonths, noticeDays } = contract;
    return {
      customerId,
      subject: { type: contractDoor.subject, id },
      line: `Contract ${number}`,
      values: (language): Omit<ValuesFor<typeof coverKind>, (typeof writtenTo)[number]['name']> => ({
        number,
        programs: parties ?? undefined,
        start: dayIn(startOn, language),
        end: dayIn(endOn, language),
        months: renews ? String(termMonths) : undefined,
        notice: String(noticeDays),
      }),
    };
  },
  latest: async ({ tx }, customerId) => (await contractsOf(tx, [customerId])).at(0)?.id,
};
