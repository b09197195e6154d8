import type { KnownBlock, ModalView, Option } from '@slack/types';
import type { Subject } from '../../core/subject.ts';
import type { ButtonSpec } from '../block-kit/blocks.ts';
import type { FormValues } from '../block-kit/form.ts';
import type { Tx } from '../db/open.ts';
import type { Answering, HttpAnswer, HttpRequest } from '../http/route.ts';
import type { Job } from '../jobs/job.ts';
import type { MessageContent, SlotContent } from '../work/content.ts';
import type { Contribution } from '../work/contributions.ts';
import type { Reaction } from '../work/events.ts';
import type { PolicyDefinition } from '../work/policies.ts';
import type { Role } from '../work/roles.ts';
import type { By, Deps, SlotRef } from '../work/work.ts';
import type { Door } from './door.ts';

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
 * - `say`: seen by this person only, where they are (a direct message where that cannot be): in the window that they are in,
 *   or that their form lies on, which is drawn anew.
 * - `window`: opens the window of a thing; where the person is in it, or their form lies on it, it is drawn anew.
 * - `modal`: opens a modal; from inside a modal it is pushed on top.
 * - `replace`: takes the place of the modal the person is in.
 * - `home`: refreshes the person's Home tab.
 */
export interface Answer {
  readonly say?: MessageContent;
  readonly window?: WindowRef;
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
  readonly command: '/onboard' | '/bill' | '/activity' | '/baton';
  readonly word: string;
  /** Arguments as shown in help, such as `<project>`. */
  readonly usage: string;
  readonly help: string;
  /** Runs when the command comes without any argument. */
  readonly isDefault?: boolean;
  /** All that is written goes to it, whatever the first word; it has no word of its own then. */
  readonly takesAll?: true;
  readonly isForTeam?: true;
  readonly run: (request: CommandRequest) => Promise<Answer>;
}

/** What others add to a message. */
export interface MessageFrame {
  /** The buttons that lead to the windows of these things; none for what has no window. */
  readonly openButtons: (...subjects: readonly (Subject | undefined)[]) => readonly ButtonSpec[];
  /** What the sections about this subject that stand in its message, too, say now. */
  readonly notes: () => Promise<readonly KnownBlock[]>;
}

export interface SlotKind {
  readonly kind: string;
  /** Reads current state and draws the message; undefined when its subject is gone. */
  readonly render: (
    deps: Deps,
    subjectId: string,
    part: string | undefined,
    frame: MessageFrame,
  ) => Promise<SlotContent | undefined>;
  /** Handles a person's reply in the message's thread; undefined means conversation, which Baton leaves alone. */
  readonly reply?: (request: ReplyRequest) => Promise<Answer | undefined>;
}

/** What a section of Home can ask about messages, whichever slice draws them. */
export interface HomeFrame {
  /** What a message says now; undefined when its subject is gone. */
  readonly drawn: (slot: SlotRef) => Promise<SlotContent | undefined>;
  /** Those of their buttons that lead to windows. */
  readonly waysIn: (blocks: readonly KnownBlock[]) => readonly ButtonSpec[];
  /** The buttons that lead to the windows of these things; none for what has no window. */
  readonly openButtons: (...subjects: readonly (Subject | undefined)[]) => readonly ButtonSpec[];
}

export interface HomeSection {
  readonly order: number;
  readonly title: string;
  /** It shows what waits for the reader: the first line of Home names it. */
  readonly waits?: true;
  readonly isForTeam?: true;
  /** At most some 20 blocks; none hides the section. */
  readonly render: (request: SlackRequest, frame: HomeFrame) => Promise<readonly KnownBlock[]>;
}

/** A window: of which thing, and which page of it, as a button of its own named it. */
export interface WindowRef extends Subject {
  readonly page?: string | undefined;
  /** Who goes back: which windows this one leads back to in turn. */
  readonly trail?: readonly Subject[] | undefined;
}

export interface WindowButton extends ButtonSpec {
  /** Whom it is offered to; everybody who holds a role unless said. Who may do it is decided when it is pressed. */
  readonly roles?: readonly Role[];
}

/** Something that the subject belongs to, or that belongs to it: a button that leads to its window. */
export interface WindowLink {
  readonly subject: Subject;
  /** `P-17 Harbor Dental`. */
  readonly text: string;
}

/** A part of a window. Everything may be left out; nothing at all hides the section. */
export interface SectionContent {
  /** At most some 12; where there is not enough room, each section is cut fairly. */
  readonly blocks?: readonly KnownBlock[];
  /** Shown with the buttons of the head. */
  readonly buttons?: readonly WindowButton[];
  readonly links?: readonly WindowLink[];
}

/** As many as `take`, after the first `skip`. */
export interface PageOfRows {
  readonly skip: number;
  readonly take: number;
}

/** A part of the window of a subject that another slice owns, such as a customer's licenses. */
export interface WindowSection {
  readonly subject: string;
  readonly order: number;
  readonly title: string;
  readonly isForTeam?: true;
  /** It stands in the subject's message as well, without its title. */
  readonly inMessage?: true;
  /** `reader` is who opened the window; absent in a message, which is for everybody. */
  readonly read?: (deps: Deps, subjectId: string, reader?: SlackRequest) => Promise<SectionContent>;
  /** Its rows, a block each, beneath what it says: a window shows a page of them. */
  readonly rows?: (reader: SlackRequest, subjectId: string, page: PageOfRows) => Promise<readonly KnownBlock[]>;
}

/** What the owner of a noun reads of it at once: what it is, what blocks it, and sections of its own. */
export interface WindowHead {
  /** Slack shows 24 characters. */
  readonly title: string;
  readonly blocks: readonly KnownBlock[];
  /** In groups, of which each is a row. The action ids within one must differ. */
  readonly buttons?: readonly (readonly WindowButton[])[];
  readonly links?: readonly WindowLink[];
  /** Without a title where the blocks say it. */
  readonly sections?: readonly {
    readonly order: number;
    readonly title?: string;
    readonly blocks: readonly KnownBlock[];
  }[];
}

/** The window of a noun: who owns the noun says how it is opened and what stands at its head, any slice adds sections. WRK-1 */
export interface WindowKind extends Door {
  readonly isForTeam?: true;
  /** Whether there is such a thing, and its message, if it has one. What it costs follows neither what there is nor what was. */
  readonly find: (tx: Tx, subjectId: string) => Promise<{ readonly message?: SlotRef } | undefined>;
  /** @throws NotFound */
  readonly read: (reader: SlackRequest, subjectId: string, page?: string) => Promise<WindowHead>;
}

/** A modal that lists things: below a form it is drawn anew once the form is sent. WRK-1 */
export interface ListKind {
  readonly callback: string;
  readonly isForTeam?: true;
  /** @param data what the modal was made with */
  readonly read: (reader: SlackRequest, data: string) => Promise<ModalView>;
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
  readonly commands?: readonly Subcommand[];
  /** Choices of external selects, by action_id. */
  readonly options?: Readonly<
    Record<string, (request: SlackRequest & { readonly query: string }) => Promise<readonly Option[]>>
  >;
  readonly slots?: readonly SlotKind[];
  readonly home?: readonly HomeSection[];
  readonly routes?: readonly Route[];
  readonly windows?: readonly WindowKind[];
  readonly sections?: readonly WindowSection[];
  readonly lists?: readonly ListKind[];
  readonly jobs?: readonly Job[];
  readonly policies?: readonly PolicyDefinition<object>[];
  readonly reactions?: readonly Reaction[];
  /** What it adds to other slices' nouns: `contribute(point, value)`. */
  readonly contributes?: readonly Contribution[];
}
