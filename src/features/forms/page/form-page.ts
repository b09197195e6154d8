/** The page of a form, at an address that nobody can guess: `/forms/:token`. PUR-14 */
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import { type Day, formatDay, todayIn } from '../../../core/time/calendar.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { allSellers, type Seller, sellerFor } from '../../billing/sellers/index.ts';
import { type CustomerDetails, detailsOf, groupsOfCustomers } from '../../customers/index.ts';
import { type PageKind, pageAnswer } from '../../pages/index.ts';
import {
  type Block,
  type PageField,
  type PageForm,
  type Paper,
  type PaperLanguage,
  paperLanguage,
} from '../../papers/index.ts';
import { type FormField, fieldsOf } from '../../playbooks/index.ts';
import { declineForm, returnForm, saveStep } from '../requests/answer.ts';
import { knownValue } from '../requests/known.ts';
import { type FormRequest, isExpired, isOpen, longestAnswer, missingOf, tidyAnswer } from '../requests/request.ts';
import { requestById } from '../requests/store.ts';
import { texts } from './texts.ts';

/** A form as its customer sees it. */
interface Asked {
  readonly request: FormRequest;
  readonly customer: CustomerDetails;
  readonly seller: Seller | undefined;
  readonly language: PaperLanguage;
  readonly today: Day;
}

const read = async ({ db, timeZone, clock }: Deps, id: string): Promise<Asked | undefined> => {
  const { prisma } = db;
  const request = await requestById(prisma, id);
  const customer = request && (await detailsOf(prisma, request.customerId));
  if (!request || !customer) return undefined;
  const seller = sellerFor(await allSellers(prisma), await groupsOfCustomers(prisma, [request.customerId]));
  return {
    request,
    customer,
    seller,
    language: paperLanguage(customer.language),
    today: todayIn(timeZone, clock.now()),
  };
};

const standing = ({ request, language, today }: Asked): string => {
  const of = texts[language];
  if (isExpired(request, today)) return of.expired(formatDay(request.expiresOn, of.locale));
  if (request.state === 'requested') return of.ask;
  if (request.state === 'withdrawn') return of.ended;
  return request.state === 'declined' ? of.declined : of.returned;
};

const paperOf = (asked: Asked): Paper => {
  const { request, customer, seller, language, today } = asked;
  const of = texts[language];
  const head: readonly Block[] = seller ? [{ kind: 'letterhead', name: seller.name, lines: [seller.email] }] : [];
  return {
    language,
    format: 'a4',
    title: request.form.name[language],
    colour: seller?.colour,
    blocks: [
      ...head,
      { kind: 'parties', parties: [{ label: '', name: customer.name, lines: [] }] },
      { kind: 'paragraph', text: standing(asked) },
      ...(isOpen(request, today)
        ? [{ kind: 'note' as const, text: of.until(formatDay(request.expiresOn, of.locale)) }]
        : []),
    ],
  };
};

/** Fields go by their place: what a page's fields may be called is known before its form is. */
const nameOf = (request: FormRequest, field: FormField): string =>
  `f${fieldsOf(request.form).findIndex(({ key }) => key === field.key)}`;
const mostFields = 72;
const names: readonly string[] = Array.from({ length: mostFields }, (_, at) => `f${at}`);

interface RefusedStep {
  readonly what: string;
  readonly problems: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

const kinds: Readonly<Partial<Record<FormField['type'], PageField['kind']>>> = { lines: 'lines', yes_no: 'choice' };

const fieldOf = ({ request, customer, language }: Asked, field: FormField, refused?: RefusedStep): PageField => {
  const of = texts[language];
  const name = nameOf(request, field);
  return {
    name,
    label: field.label[language],
    kind: kinds[field.type] ?? 'line',
    hint: field.hint?.[language],
    isOptional: !field.required,
    most: longestAnswer,
    choices: [
      { text: of.choices.yes, value: 'yes' },
      { text: of.choices.no, value: 'no' },
    ],
    value: refused ? refused.values[name] : (request.answers[field.key] ?? knownValue(customer, field)),
    problem: refused?.problems[name],
  };
};

const formsOf = (asked: Asked, refused?: RefusedStep): readonly PageForm[] => {
  const { request, language, today } = asked;
  if (!isOpen(request, today)) return [];
  const of = texts[language];
  const hidden = { once: newId() };
  const missing = missingOf(request.form, request.answers, language);
  const steps = request.form.steps.map((step, at): PageForm => {
    const id = `step${at}`;
    const own = refused?.what === id ? refused : undefined;
    const fields = step.fields.map((field) => fieldOf(asked, field, own));
    return { id, title: step.title[language], hidden: { once: newId() }, fields, button: of.save };
  });
  const text = missing.length > 0 ? of.missing(missing.join(', ')) : of.giveBackText;
  const decline = refused?.what === 'decline' ? refused : undefined;
  return [
    ...steps,
    { id: 'return', title: of.giveBack, text, hidden, fields: [], button: of.giveBackButton },
    {
      id: 'decline',
      title: of.decline,
      text: of.declineText,
      hidden: { once: newId() },
      fields: [
        {
          name: 'text',
          label: of.declineLabel,
          kind: 'lines',
          most: longestAnswer,
          value: decline?.values.text,
          problem: decline?.problems.text,
        },
      ],
      button: of.declineButton,
    },
  ];
};

export const formPages: PageKind<Asked> = {
  type: 'form',
  at: '/forms',
  read,
  changed: ({ language }) => texts[language].changed,
  fields: [...names, 'text'],
  draw: (_deps, _token, asked, { status = 200, refused, notices = [] } = {}) =>
    pageAnswer(status, paperOf(asked), { notices, forms: formsOf(asked, refused) }),
  take: async (deps, { request, language }, sender, form) => {
    const [, at] = /^step(\d)$/.exec(form.what) ?? [];
    const step = at === undefined ? undefined : request.form.steps[Number(at)];
    if (step) {
      const answers = Object.fromEntries(
        step.fields.map((field) => [field.key, tidyAnswer(field, form.text(nameOf(request, field)))]),
      );
      try {
        return await saveStep(deps, sender, { id: request.id, fields: step.fields, answers, language });
      } catch (error) {
        if (!(error instanceof FieldErrors)) throw error;
        const named = step.fields.map((field) => [nameOf(request, field), error.fields[field.key]] as const);
        throw new FieldErrors(Object.fromEntries(named.flatMap(([name, why]) => (why ? [[name, why]] : []))));
      }
    }
    if (form.what === 'return') return returnForm(deps, sender, request.id, language);
    if (form.what !== 'decline') throw new UserError('There is no such form.');
    const reason = form.text('text');
    if (reason === '' || reason.length > longestAnswer || containsCardNumber(reason))
      throw new FieldErrors({ text: texts[language].noReason });
    return declineForm(deps, sender, request.id, reason);
  },
};
