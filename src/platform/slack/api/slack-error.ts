/** Slack's word for why it refused a call. */
export const slackError = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'data' in error
    ? (error.data as { readonly error?: string } | undefined)?.error
    : undefined;
