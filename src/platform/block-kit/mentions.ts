import { escapeMrkdwn } from '../../core/text/text.ts';
import { system } from '../work/work.ts';

/** An instant in each reader's own zone (ALL-4); the fallback is for clients that can't. */
export const moment = (at: Date): string => {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} at {time}|${fallback}>`;
};

/** Who did something: a mention, or Baton itself. */
export const person = (userId: string): string => (userId === system.userId ? 'Baton' : `<@${userId}>`);

/** A quotation of plain text on lines of its own, beginning with the line break. */
export const quote = (text: string): string => `\n>${escapeMrkdwn(text).replaceAll('\n', '\n>')}`;
