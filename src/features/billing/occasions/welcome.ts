/** How it begins: a welcome, and how the help desk is reached. PUR-8, PUR-16 */
import { NotFound } from '../../../core/errors.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { customerById, customerDoor } from '../../customers/index.ts';
import type { TemplateKind, ValuesFor } from '../../templates/index.ts';
import { subscriptionsOfCustomer } from '../subscriptions/index.ts';
import { type About, type Occasion, writtenTo } from './occasion.ts';

const roles = ['sales', 'billing', 'accounting', 'support', 'project_manager', 'admin'] as const;

const welcomeKind = {
  key: 'customer.welcome',
  label: 'Welcome',
  values: writtenTo,
  words: {
    en: {
      subject: 'Welcome to {{ seller }}',
      body: `Dear {{ contact | default: customer }},

welcome, and thank you for choosing us. We are setting everything up for {{ customer }} and keep you informed of each step.

If you have a question, answer this mail or write to {{ email }}.

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: 'Benvenuti da {{ seller }}',
      body: `Gentile {{ contact | default: customer }},

benvenuti, e grazie per averci scelto. Stiamo preparando tutto per {{ customer }} e Vi terremo informati a ogni passo.

Per qualsiasi domanda può rispondere a questo messaggio o scrivere a {{ email }}.

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

const helpDeskKind = {
  key: 'customer.help_desk',
  label: 'Help-desk instructions',
  values: [
    ...writtenTo,
    { name: 'coverage', means: 'when the help desk is there, where that was written down', example: 'Mon–Fri, 8–18' },
    { name: 'sla', means: 'how soon it answers, where that was written down', example: 'Within four hours' },
  ],
  words: {
    en: {
      subject: 'How to reach our help desk',
      body: `Dear {{ contact | default: customer }},

this is how you get help from us:

1. Write to {{ email }}, one subject a mail. You get a number; keep it in the subject of whatever you add.
2. Say who has the problem, on which device, since when, and what the message on the screen says. A picture of it helps.
3. If nobody can work, call us and say so: it goes first.{% if coverage %}

The help desk is there: {{ coverage }}{% endif %}{% if sla %}

How soon we answer: {{ sla }}{% endif %}

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: 'Come contattare la nostra assistenza',
      body: `Gentile {{ contact | default: customer }},

ecco come ricevere assistenza da noi:

1. Scriva a {{ email }}, un argomento per messaggio. Riceverà un numero: lo lasci nell’oggetto di ciò che aggiunge.
2. Indichi chi ha il problema, su quale dispositivo, da quando, e che cosa dice il messaggio sullo schermo. Un’immagine aiuta.
3. Se nessuno può lavorare, ci telefoni e lo dica: ha la precedenza.{% if coverage %}

Orari dell’assistenza: {{ coverage }}{% endif %}{% if sla %}

Tempi di risposta: {{ sla }}{% endif %}

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

const ofCustomer = async (tx: Tx, customerId: string, line: string): Promise<Omit<About, 'values'>> => {
  const customer = await customerById(tx, customerId);
  if (!customer) throw new NotFound('customer');
  return { customerId, subject: { type: customerDoor.subject, id: customerId }, line: `${line}: ${customer.name}` };
};

type Own<Kind extends TemplateKind> = Omit<ValuesFor<Kind>, (typeof writtenTo)[number]['name']>;

export const welcome: Occasion = {
  id: 'customer.welcome',
  kind: welcomeKind,
  roles,
  doing: 'welcome customers',
  action: 'customer.welcomed',
  about: async ({ tx }, id) => ({ ...(await ofCustomer(tx, id, 'Welcome')), values: () => ({}) }),
  latest: async (_reader, customerId) => customerId,
};

export const helpDesk: Occasion = {
  id: 'customer.help_desk',
  kind: helpDeskKind,
  roles,
  doing: 'send help-desk instructions',
  action: 'customer.instructed',
  about: async ({ tx }, id) => {
    const written = (await subscriptionsOfCustomer(tx, id)).find(({ coverage, sla }) => coverage || sla);
    const values: Own<typeof helpDeskKind> = { coverage: written?.coverage, sla: written?.sla };
    return { ...(await ofCustomer(tx, id, 'Help-desk instructions')), values: () => values };
  },
  latest: async (_reader, customerId) => customerId,
};
