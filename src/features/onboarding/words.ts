/** How this slice's messages name people and times. */
export { moment as time, person } from '../../platform/slack/mentions.ts';
