import { FieldErrors } from '../../../../core/errors.ts';

/**
 * Reads what was typed as the address of a list. Credentials are refused: the log keeps every address.
 *
 * Example: `https://mail-1.example.com/lists.json`.
 * @throws FieldErrors at `address`
 */
export const parseAddress = (text: string): URL => {
  const wrong = (sentence: string) => new FieldErrors({ address: sentence });
  if (!URL.canParse(text))
    throw wrong('This is no web address. Write it in full, such as https://mail-1.example.com/lists.json');
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw wrong('Its list is fetched by https or http: begin the address with one of these.');
  if (url.username || url.password)
    throw wrong(
      'Take the user name and the password out of the address: everybody who may see the server would read them.',
    );
  return url;
};

/** Without what may be a key. Example: `https://a.example/lists?key=1` is `https://a.example/lists?…`. */
export const addressText = (address: string): string => {
  const { origin, pathname, search } = new URL(address);
  return `${origin}${pathname}${search ? '?…' : ''}`;
};

/** Whether a setting allows this host, by its name or by name and port, wherever it lies. */
export const isAllowedHost = ({ hostname, host }: URL, allowed: readonly string[]): boolean =>
  allowed.some((each) => [hostname, host].includes(each.toLowerCase()));
