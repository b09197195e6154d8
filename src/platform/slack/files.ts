import type { WebClient } from '@slack/web-api';
import { GatewayError } from '../../core/errors.ts';
import type { Deps } from '../work.ts';

const failed = (text: string, cause?: unknown): GatewayError =>
  new GatewayError(text, { service: 'slack', retryable: true, ambiguous: false, cause });

/** Opens a file that somebody gave Baton in Slack. Throws GatewayError when Slack does not hand it out. */
export const fileOpener =
  (client: WebClient, botToken: string): Deps['openFile'] =>
  async (fileId) => {
    const { file } = await client.files.info({ file: fileId }).catch((cause: unknown) => {
      throw failed('Slack did not hand out this file. Upload it again.', cause);
    });
    const url = file?.url_private_download ?? file?.url_private;
    if (!url) throw failed('Slack did not say where this file is. Upload it again.');
    const response = await fetch(url, { headers: { authorization: `Bearer ${botToken}` } }).catch((cause: unknown) => {
      throw failed('This file could not be fetched from Slack just now.', cause);
    });
    // Without the right to read it Slack answers 200 with its login page.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') && !file?.mimetype?.includes('html');
    if (!response.ok || !response.body || isPage) {
      throw failed(
        `Slack did not hand out this file (HTTP ${response.status}${isPage ? ', a login page' : ''}). Baton needs the files:read permission.`,
      );
    }
    return { name: file?.name ?? fileId, size: file?.size ?? 0, body: response.body };
  };
