import type { Entry, Message } from '../../src/sandbox/slack/index.ts';
import type { TestApp } from './app.ts';

/** People doing things in the workspace; each resolves when everything it caused has arrived. */
export const driver = (app: TestApp) => {
  const { slack } = app;

  /** Presses a button of a message, and fills in the modal that it opens, if values are given. */
  const press = async (who: string, message: Message, action: string, values?: Record<string, Entry>) => {
    const person = slack.as(who);
    const open = slack.modals(who).length;
    const result = await person.click({ channel: message.channel, ts: message.ts }, action);
    if (values === undefined) {
      await app.settled();
      return result;
    }
    await slack.waitFor(() => slack.modals(who).length > open, 10_000, `the modal of ${action}`);
    const submitted = await person.submit(values);
    await app.settled();
    return submitted;
  };

  /** Ticks everything that can be ticked by hand on a folder, and types in what is asked for. */
  const tick = async (who: string, message: Message, typed: Record<string, Entry> = {}) => {
    const person = slack.as(who);
    await person.click({ channel: message.channel, ts: message.ts }, 'handoff.checklist');
    await slack.waitFor(() => slack.modals(who).length > 0, 10_000, 'the checklist');
    const view = slack.modals(who).at(-1);
    const blocks = (view?.body.blocks ?? []) as {
      type: string;
      block_id: string;
      element?: { type: string; options?: { value: string }[] };
    }[];
    const ticks = blocks.filter((block) => block.element?.type === 'checkboxes');
    const values = Object.fromEntries(
      ticks.map((block) => [block.block_id, (block.element?.options ?? []).map((each) => each.value)]),
    );
    const result = await person.submit({ ...values, ...typed });
    await app.settled();
    return result;
  };

  const lastWord = (who: string): string => slack.ephemerals(who).at(-1)?.text ?? '';

  return { press, tick, lastWord };
};
