/** How this slice's messages name people and times, and repeat what people wrote. */
import { escapeMrkdwn } from '../../core/text.ts';

export { moment as time, person } from '../../platform/slack/mentions.ts';

/** A quotation of plain text on lines of its own, beginning with the line break. */
export const quote = (text: string): string => `\n>${escapeMrkdwn(text).replaceAll('\n', '\n>')}`;
