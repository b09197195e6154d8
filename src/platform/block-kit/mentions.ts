import { escapeMrkdwn } from '../../core/text/text.ts';
import { system, visitor } from '../work/work.ts';

/** An instant in each reader's own zone (ALL-4); the fallback is for clients that can't. */
export const moment = (at: Date): string => {
  const fallback = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} at {time}|${fallback}>`;
};

/** Who did something: a mention, Baton itself, or the customer on a page of theirs. */
export const person = (userId: string): string => {
  if (userId === system.userId) return 'Baton';
  return userId === visitor.userId ? 'The customer' : `<@${userId}>`;
};

/** A quotation of plain text on lines of its own, beginning with the line break. */
export const quote = (text: string): string => `\n>${escapeMrkdwn(text).replaceAll('\n', '\n>')}`;
