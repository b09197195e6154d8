/** What every page that is given to a customer has in common: who may open it, and what becomes of a form that is sent there. */
import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import type { HttpAnswer, HttpRequest } from '../../../platform/http/route.ts';
import { openLink } from '../../../platform/links/index.ts';
import type { Route } from '../../../platform/slice/slice.ts';
import { Repeated } from '../../../platform/work/transact.ts';
import { type By, type Deps, visitor } from '../../../platform/work/work.ts';
import type { PageParts } from '../../papers/index.ts';
import { endedPage, seeAgain, unknownPage, unreadableForm } from './answers.ts';
import { reading, sending } from './limits.ts';
import { readSentForm, type SentForm } from './sent-form.ts';

/** Who sent a form, and from where. */
export interface Sender {
  readonly by: By;
  /** Of the network. */
  readonly address: string;
}

/** What was wrong with a form, at its fields, and what it held. */
export interface Refused {
  readonly what: string;
  readonly problems: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

/** What a page says besides how the thing stands. */
export interface Said extends Pick<PageParts, 'notices'> {
  readonly status?: number;
  readonly refused?: Refused;
}

export interface PageKind<T> {
  /** Of the things: `invoice`. */
  readonly type: string;
  /** `/bills`, before the token. */
  readonly at: string;
  /** @returns undefined where there is no such thing for a customer to see */
  readonly read: (deps: Deps, id: string) => Promise<T | undefined>;
  readonly draw: (deps: Deps, token: string, thing: T, said?: Said) => HttpAnswer;
  /** @throws FieldErrors at what was filled in wrongly; UserError, Conflict where it cannot be done any more */
  readonly take: (deps: Deps, thing: T, sender: Sender, form: SentForm) => Promise<void>;
  /** That nothing was recorded, since it stands otherwise meanwhile. */
  readonly changed: (thing: T) => string;
  /** The fields that are filled in: what was refused is drawn with what they held. */
  readonly fields: readonly string[];
  /** What a form may be. */
  readonly body?: Route['body'];
}

type Answerer<T> = (
  deps: Deps,
  request: HttpRequest & { readonly token: string },
  opened: { readonly id: string; readonly thing: T },
) => Promise<HttpAnswer>;

/** Answers with the thing that the token leads to. */
export const withThing =
  <T>({ type, read }: Pick<PageKind<T>, 'type' | 'read'>, answer: Answerer<T>) =>
  async (deps: Deps, request: HttpRequest): Promise<HttpAnswer> => {
    const { token = '' } = request;
    const opened = await openLink(deps.db.prisma, type, token);
    if (opened === 'ended') return endedPage;
    const thing = opened && (await read(deps, opened.id));
    return opened && thing ? answer(deps, { ...request, token }, { id: opened.id, thing }) : unknownPage;
  };

/** As it was filled in; card numbers are not repeated. */
const keptValues = (form: SentForm, fields: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map((name) => [name, containsCardNumber(form.text(name)) ? '' : form.text(name)]));

export const pageRoutes = <T>(kind: PageKind<T>): readonly Route[] => [
  {
    method: 'GET',
    path: `${kind.at}/:token`,
    ...reading,
    answer: withThing(kind, async (deps, { token }, { thing }) => kind.draw(deps, token, thing)),
  },
  {
    method: 'POST',
    path: `${kind.at}/:token`,
    ...sending,
    ...(kind.body ? { body: kind.body } : {}),
    answer: withThing(kind, async (deps, request, { id, thing }) => {
      const { token, address } = request;
      const form = await readSentForm(request);
      if (!form) return unreadableForm;
      const by = { ...visitor, requestId: `page:${id}:${form.once}` };
      try {
        await kind.take(deps, thing, { by, address }, form);
      } catch (error) {
        if (error instanceof Repeated) return seeAgain(token);
        if (error instanceof FieldErrors) {
          const refused = { what: form.what, problems: error.fields, values: keptValues(form, kind.fields) };
          return kind.draw(deps, token, thing, { status: 422, refused });
        }
        if (!(error instanceof UserError || error instanceof Conflict)) throw error;
        const now = (await kind.read(deps, id)) ?? thing;
        return kind.draw(deps, token, now, { status: 409, notices: [{ text: kind.changed(now), tone: 'bad' }] });
      }
      return seeAgain(token);
    }),
  },
];
