/** Bad days one can switch on. `add` is the stand-in's own description of the fault. */
export interface FaultPreset {
  key: string;
  name: string;
  about: string;
  add: {
    kind: string;
    method?: string;
    delivery?: string;
    ms?: number;
    count?: number;
    probability?: number;
    retryAfter?: number;
  };
}

export const FAULT_PRESETS: readonly FaultPreset[] = [
  {
    key: 'slow',
    name: 'Slack is slow',
    about: 'Every call takes almost a second more: windows open late, messages come late, nothing is lost.',
    add: { kind: 'delay', ms: 800 },
  },
  {
    key: 'limited',
    name: 'Slack limits the rate',
    about: 'Posts and updates are refused with 429 and “again in 2 seconds”.',
    add: { kind: 'rate_limited', method: 'chat.', retryAfter: 2 },
  },
  {
    key: 'down',
    name: 'Slack is down',
    about: 'Nothing gets through in either direction. What Baton owes is delivered once Slack is back.',
    add: { kind: 'down' },
  },
  {
    key: 'accept_then_drop',
    name: 'Answers to posts get lost',
    about:
      'Slack posts the message, but Baton never hears so. It must look whether it is there, and not post it twice.',
    add: { kind: 'accept_then_drop', method: 'chat.postMessage' },
  },
  {
    key: 'errors',
    name: 'Every third call fails',
    about: 'A third of all calls end with an error 500, before anything was done.',
    add: { kind: 'error_500', probability: 0.33 },
  },
  {
    key: 'garbage',
    name: 'Slack talks nonsense',
    about: 'Posts are answered with a web page instead of JSON. Baton must look whether they are there.',
    add: { kind: 'garbage', method: 'chat.postMessage' },
  },
  {
    key: 'duplicate',
    name: 'Everything arrives twice',
    about: 'Clicks, commands, submissions and events are delivered twice. Each must have one effect.',
    add: { kind: 'duplicate' },
  },
  {
    key: 'lost',
    name: 'Baton cannot be reached',
    about: 'Clicks and commands fail with Slack’s own error; events are retried.',
    add: { kind: 'lost' },
  },
  {
    key: 'forged',
    name: 'Wrong signatures',
    about: 'Requests come with a signature that is not Slack’s. Baton must refuse them.',
    add: { kind: 'bad_signature' },
  },
];
