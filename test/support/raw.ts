import { createHmac } from 'node:crypto';
import type { TestApp } from './app.ts';

/** What came back for a request that was sent as it is. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Requests with Slack's signature but any content at all, for what the stand-in would never send. HTTP mode only. */
export const rawRequests = (app: TestApp) => {
  const send = async (body: string, type: string): Promise<RawAnswer> => {
    const at = String(Math.floor(Date.now() / 1000));
    const signature = `v0=${createHmac('sha256', app.slack.signingSecret).update(`v0:${at}:${body}`).digest('hex')}`;
    const headers = { 'content-type': type, 'x-slack-request-timestamp': at, 'x-slack-signature': signature };
    // Sooner than the receiver's own "nobody answered", so that a request that was left hanging shows.
    const response = await fetch(app.eventsUrl, { method: 'POST', body, headers, signal: AbortSignal.timeout(2_900) });
    return { status: response.status, text: await response.text() };
  };
  return {
    json: (body: string) => send(body, 'application/json'),
    form: (fields: Record<string, string>) =>
      send(new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded'),
    interaction: (payload: unknown) =>
      send(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), 'application/x-www-form-urlencoded'),
    event: (event: unknown, id = 'Ev1') =>
      send(JSON.stringify({ type: 'event_callback', event_id: id, event }), 'application/json'),
  };
};
