import { directMessage, findChannel } from '../channels.ts';
import type { Deliverer } from '../deliver.ts';
import type { Entry } from '../entering.ts';
import { storeFile } from '../files.ts';
import type { Pick } from '../forms.ts';
import { Impossible } from '../impossible.ts';
import { editMessage, postMessage, removeMessage } from '../messages.ts';
import { answerCommand } from '../responses.ts';
import type { ActResult, Channel, Message, Person, StoredFile } from '../types.ts';
import { changed, nextTs, type World } from '../world.ts';
import { clickMessage, fillMessage, suggestMessage } from './message-acts.ts';
import { clickView, closeModal, fillModal, submitModal, suggestView, topModal } from './modal-acts.ts';
import { commandPayload, homeOpenedEvent, shortcutPayload } from './payloads.ts';

export interface MessageRef {
  channel: string;
  ts: string;
}

/** What one person does in Slack. Verbs reject with `Impossible` where Slack's client would offer no such thing. */
export interface Actor {
  person: Person;
  command(channel: string, line: string): Promise<ActResult>;
  /** From Slack's menu of shortcuts, by its callback id. */
  shortcut(callbackId: string): Promise<ActResult>;
  click(message: MessageRef, what: string | Pick, entry?: Entry): Promise<ActResult>;
  fillInMessage(message: MessageRef, values: Record<string, Entry>): Promise<ActResult>;
  clickInHome(what: string | Pick, entry?: Entry): Promise<ActResult>;
  clickInModal(what: string | Pick, entry?: Entry): Promise<ActResult>;
  fill(values: Record<string, Entry>): Promise<ActResult>;
  submit(values?: Record<string, Entry>): Promise<ActResult>;
  closeModal(options?: { all?: boolean }): Promise<ActResult>;
  openHome(): Promise<ActResult>;
  openMessages(): Promise<ActResult>;
  say(
    channel: string,
    text: string,
    options?: { threadTs?: string; files?: (StoredFile | string)[]; broadcast?: boolean },
  ): Promise<ActResult>;
  upload(name: string, content: string | Uint8Array): StoredFile;
  suggest(actionId: string | Pick, query: string, message?: MessageRef): Promise<ActResult>;
  editMessage(message: MessageRef, text: string): Promise<ActResult>;
  deleteMessage(message: MessageRef): Promise<ActResult>;
  markRead(channel: string): void;
}

export const done = (more: Partial<ActResult> = {}): ActResult => ({ status: 200, ackMs: 0, ack: '', ...more });

/** A person's own text as Slack stores it: control characters escaped, mentions and links kept. */
export const escapeTyped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replace(/<(?![@#!][^<>]*>|https?:[^<>]*>)/g, '&lt;')
    .replace(
      /(<[@#!][^<>]*>|<https?:[^<>]*>)|>/g,
      (match, token: string | undefined) => token ?? (match === '>' ? '&gt;' : match),
    );

export const createActor = (world: World, deliverer: Deliverer, userId: string): Actor => {
  const person = world.people.get(userId);
  if (!person) throw new Impossible(`no such person: ${userId}`);
  const active = (): Person => {
    if (person.deleted) throw new Impossible(`${person.realName} is deactivated and cannot use Slack`);
    return person;
  };
  /** The app's own direct messages can be named by the app's name or id. */
  const place = (ref: string): Channel => {
    const channel =
      ref === 'app' || ref === world.settings.appName ? directMessage(world, active()) : findChannel(world, ref);
    if (!channel?.members.has(active().id)) throw new Impossible(`${person.realName} is not in ${ref}`);
    return channel;
  };
  const said = (ref: MessageRef): { channel: Channel; message: Message } => {
    const channel = place(ref.channel);
    const message = channel.byTs.get(ref.ts);
    if (!message) throw new Impossible('that message is gone');
    return { channel, message };
  };
  const here = { world, deliverer, person, place };

  return {
    person,
    async command(ref, line) {
      const channel = place(ref);
      const [, command = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
      if (!world.settings.commands.some((c) => c.command === command))
        throw new Impossible(`${command || line} is not a valid command`);
      const answer = await deliverer.ask(
        'command',
        command,
        person.id,
        commandPayload(world, person, channel, command, text),
      );
      if (answer.error) return answer;
      const error = answerCommand(world, channel, person.id, answer.ack);
      return error ? { ...answer, error } : answer;
    },
    async shortcut(callbackId) {
      if (!world.settings.shortcuts.has(callbackId)) throw new Impossible(`${callbackId} is no shortcut of the app`);
      const payload = shortcutPayload(world, active(), callbackId, nextTs(world));
      return deliverer.ask('shortcut', callbackId, person.id, payload);
    },
    click: async (ref, what, entry) => {
      active();
      return clickMessage(here, ref, what, entry);
    },
    fillInMessage: async (ref, values) => {
      active();
      return fillMessage(here, ref, values);
    },
    clickInHome: async (what, entry) => {
      const home = world.homes.get(active().id);
      if (!home) throw new Impossible(`${person.realName} has no Home tab yet`);
      return clickView(here, home, what, entry);
    },
    clickInModal: async (what, entry) => clickView(here, topModal(here), what, entry),
    fill: async (values) => fillModal(here, topModal(here), values),
    submit: async (values = {}) => submitModal(here, topModal(here), values),
    closeModal: async (options = {}) => closeModal(here, topModal(here), options.all ?? false),
    async openHome() {
      const dm = directMessage(world, active());
      if (world.settings.events.has('app_home_opened')) {
        deliverer.event(homeOpenedEvent(person, dm, world.homes.get(person.id), nextTs(world)));
      }
      return done();
    },
    async openMessages() {
      const dm = directMessage(world, active());
      if (world.settings.events.has('app_home_opened')) {
        deliverer.event({ ...homeOpenedEvent(person, dm, undefined, nextTs(world)), tab: 'messages' });
      }
      return done();
    },
    async say(ref, text, options = {}) {
      const channel = place(ref);
      if (channel.archived) throw new Impossible(`#${channel.name} is archived`);
      const files = (options.files ?? []).map((file) => {
        const stored = typeof file === 'string' ? world.files.get(file) : file;
        if (!stored) throw new Impossible(`no such file: ${String(file)}`);
        return stored;
      });
      const parent = options.threadTs === undefined ? undefined : channel.byTs.get(options.threadTs);
      if (options.threadTs !== undefined && !parent) throw new Impossible('there is no such thread');
      if (text === '' && files.length === 0) throw new Impossible('nothing to send');
      const message = postMessage(world, channel, {
        user: person.id,
        text: escapeTyped(text),
        files,
        ...(parent ? { threadTs: parent.thread_ts ?? parent.ts } : {}),
        ...(options.broadcast ? { broadcast: true } : {}),
      });
      return done({ message });
    },
    upload: (name, content) => storeFile(world, active().id, name, content),
    async suggest(what, query, ref) {
      if (ref) return suggestMessage(here, ref, what, query);
      const modal = world.modals.get(active().id)?.at(-1) ?? world.homes.get(person.id);
      if (!modal) throw new Impossible(`${person.realName} has nothing open to choose in`);
      return suggestView(here, modal, what, query);
    },
    async editMessage(ref, text) {
      const { channel, message } = said(ref);
      if (message.user !== person.id) throw new Impossible('people edit only their own messages');
      if (text === '') throw new Impossible('a message cannot be edited to nothing');
      editMessage(world, channel, message, { text: escapeTyped(text) });
      return done({ message });
    },
    async deleteMessage(ref) {
      const { channel, message } = said(ref);
      if (message.user !== person.id && !active().isAdmin)
        throw new Impossible('only admins may delete the messages of others');
      removeMessage(world, channel, message);
      return done();
    },
    markRead(ref) {
      const channel = place(ref);
      const latest = channel.roots.at(-1);
      if (latest) channel.read.set(person.id, latest.ts);
      changed(world, { kind: 'channel', channel: channel.id, user: person.id });
    },
  };
};
