import type { KnownBlock, ModalView, Option } from '@slack/types';
import type { FormValues } from '../block-kit/form.ts';
import type { Answering, HttpAnswer, HttpRequest } from '../http/route.ts';
import type { Job } from '../jobs/job.ts';
import type { MessageContent, SlotContent } from '../work/content.ts';
import type { Contribution } from '../work/contributions.ts';
import type { Reaction } from '../work/events.ts';
import type { PolicyDefinition } from '../work/policies.ts';
import type { Role } from '../work/roles.ts';
import type { By, Deps } from '../work/work.ts';

/** What every request from Slack carries, already verified. */
export interface SlackRequest {
  readonly deps: Deps;
  readonly by: By;
  readonly userId: string;
  readonly timeZone: string;
  /** The roles this person holds now, for what to offer; what may be done is decided again by the use case. */
  readonly roles: () => Promise<ReadonlySet<Role>>;
  /** The channel it came from, if from one. */
  readonly channel?: string;
}

export interface CommandRequest extends SlackRequest {
  /** What follows the sub-command's word, trimmed. */
  readonly text: string;
}

export interface ActionRequest extends SlackRequest {
  readonly actionId: string;
  /** The button's value, or the first selected option's value, user, channel or date. Opaque ids only. */
  readonly value: string;
  readonly selected: readonly string[];
  readonly message?: { readonly channel: string; readonly ts: string };
  /** The view it was pressed in, with what is filled in so far. */
  readonly view?: { readonly id: string; readonly data: string; readonly values: FormValues };
}

export interface SubmissionRequest extends SlackRequest {
  /** The `data` the modal was made with. */
  readonly data: string;
  readonly values: FormValues;
}

export interface ReplyRequest extends SlackRequest {
  readonly subjectId: string;
  /** As Slack hands it over: with entities and marks of formatting. */
  readonly text: string;
  /** What it said before it was edited; absent for a new reply. */
  readonly before?: string;
}

/**
 * What the person gets to see. The platform acks first, then carries it out.
 * - `say`: seen by this person only, where they are (a direct message where that cannot be).
 * - `modal`: opens a modal; from inside a modal it is pushed on top.
 * - `replace`: takes the place of the modal the person is in.
 * - `home`: refreshes the person's Home tab.
 */
export interface Answer {
  readonly say?: MessageContent;
  readonly modal?: ModalView;
  readonly replace?: ModalView;
  readonly home?: true;
}

/** What a button, a form, or both under one id do: a file of its own each, in `actions/` (DESIGN §2). */
export interface Interaction {
  /** `noun.verb`: Slack's action id of the button, and the callback id of the form. It never changes: old messages carry it. */
  readonly id: string;
  /** For people without a role, too. ALL-8 */
  readonly isForTeam?: true;
  /** When the button is pressed, or something is chosen. */
  readonly press?: (request: ActionRequest) => Promise<Answer>;
  /** When the form is sent. A thrown FieldErrors is shown in its fields. */
  readonly submit?: (request: SubmissionRequest) => Promise<Answer>;
}

export interface Subcommand {
  readonly command: '/onboard' | '/bill' | '/activity';
  readonly word: string;
  /** Arguments as shown in help, such as `<project>`. */
  readonly usage: string;
  readonly help: string;
  /** Runs when the command comes without any argument. */
  readonly isDefault?: boolean;
  readonly isForTeam?: true;
  readonly run: (request: CommandRequest) => Promise<Answer>;
}

export interface SlotKind {
  readonly kind: string;
  /** Reads current state and draws the message; undefined when its subject is gone. */
  readonly render: (deps: Deps, subjectId: string, part?: string) => Promise<SlotContent | undefined>;
  /** Handles a person's reply in the message's thread; undefined means conversation, which Baton leaves alone. */
  readonly reply?: (request: ReplyRequest) => Promise<Answer | undefined>;
}

export interface HomeSection {
  readonly order: number;
  readonly title: string;
  /** It shows what waits for the reader: the first line of Home names it. */
  readonly waits?: true;
  readonly isForTeam?: true;
  /** At most some 20 blocks; none hides the section. */
  readonly render: (request: SlackRequest) => Promise<readonly KnownBlock[]>;
}

/** A part of what is shown about a subject that another slice owns, such as a customer's licenses. */
export interface Panel {
  readonly subject: string;
  readonly order: number;
  readonly title: string;
  /** At most some 12 blocks; none hides the panel. */
  readonly render: (deps: Deps, subjectId: string) => Promise<readonly KnownBlock[]>;
}

/** An address of Baton's own, for machines and browsers; who asks is known only if the route finds it out. */
export interface Route extends Omit<Answering, 'answer'> {
  readonly answer: (deps: Deps, request: HttpRequest) => Promise<HttpAnswer>;
}

/**
 * What a slice contributes. main.ts lists the slices; nothing is found by scanning. It is for people who hold a role (ALL-8).
 * What is marked as for the team is also for those of the workspace who hold none, guests and others apart: what they read
 * there carries no amounts and no contact data, and what they change is their own.
 */
export interface Slice {
  readonly name: string;
  readonly interactions?: readonly Interaction[];
  /** The actions and submissions that are for the team. */
  readonly forTeam?: readonly string[];
  readonly commands?: readonly Subcommand[];
  readonly actions?: Readonly<Record<string, (request: ActionRequest) => Promise<Answer>>>;
  /** By callback_id. A thrown FieldErrors is shown in the fields. */
  readonly submissions?: Readonly<Record<string, (request: SubmissionRequest) => Promise<Answer>>>;
  /** Choices of external selects, by action_id. */
  readonly options?: Readonly<
    Record<string, (request: SlackRequest & { readonly query: string }) => Promise<readonly Option[]>>
  >;
  readonly slots?: readonly SlotKind[];
  readonly home?: readonly HomeSection[];
  readonly panels?: readonly Panel[];
  readonly routes?: readonly Route[];
  readonly jobs?: readonly Job[];
  readonly policies?: readonly PolicyDefinition<object>[];
  readonly reactions?: readonly Reaction[];
  /** What it adds to other slices' nouns: `contribute(point, value)`. */
  readonly contributes?: readonly Contribution[];
}
