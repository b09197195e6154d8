/** The letter that asks for a form, with its link. PUR-1, PUR-14 */
import { NotFound, UserError } from '../../core/errors.ts';
import { formatDay } from '../../core/time/calendar.ts';
import { linkTo } from '../../platform/links/index.ts';
import { type Occasion, writtenTo } from '../billing/occasions/index.ts';
import { projectSubject } from '../playbooks/index.ts';
import type { TemplateKind, ValuesFor } from '../templates/index.ts';
import { texts } from './page/texts.ts';
import { formKeepers } from './requests/request.ts';
import { latestRequestOf, requestById } from './requests/store.ts';

const formKind = {
  key: 'form.request',
  label: 'Form to be filled in',
  values: [
    ...writtenTo,
    { name: 'form', means: 'what the form is called', example: 'Registry form' },
    { name: 'page', means: 'the address where it is filled in', example: 'https://example.com/forms/…' },
    { name: 'until', means: 'the last day for it', example: 'Apr 1, 2026' },
  ],
  words: {
    en: {
      subject: '{{ form }}: please fill it in until {{ until }}',
      body: `Dear {{ contact | default: customer }},

to set everything up for you we need a few details. Please fill in the {{ form }}{% if page %} on its page: {{ page }}{% else %}, and send it to {{ email }}{% endif %}

It takes a few minutes, and can be saved part by part until {{ until }}.

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: '{{ form }}: da compilare entro il {{ until }}',
      body: `Gentile {{ contact | default: customer }},

per preparare tutto ci servono alcuni dati. La preghiamo di compilare il modulo “{{ form }}”{% if page %} sulla sua pagina: {{ page }}{% else %} e di inviarlo a {{ email }}{% endif %}

Bastano pochi minuti; può salvarlo una parte alla volta fino al {{ until }}.

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

export const formLetter: Occasion = {
  id: 'form.mail',
  kind: formKind,
  roles: formKeepers,
  doing: 'ask customers for forms',
  action: 'form.mailed',
  about: async ({ tx, contributions }, id) => {
    const request = await requestById(tx, id);
    if (!request) throw new NotFound('form');
    const { customerId, projectId, form, expiresOn, state } = request;
    if (state !== 'requested') throw new UserError(`This form is ${state}: nobody needs to be asked for it.`);
    const page = (await linkTo(contributions, tx, { type: 'form', id }))?.url;
    return {
      customerId,
      subject: projectSubject(projectId),
      line: form.name.en,
      values: (language): Omit<ValuesFor<typeof formKind>, (typeof writtenTo)[number]['name']> => ({
        form: form.name[language],
        page,
        until: formatDay(expiresOn, texts[language].locale),
      }),
    };
  },
  latest: async ({ tx }, customerId) => {
    const id = await latestRequestOf(tx, customerId);
    return id && (await requestById(tx, id))?.state === 'requested' ? id : undefined;
  },
};
