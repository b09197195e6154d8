import { useEffect, useState } from 'react';
import { getPages } from '../api/client.ts';
import type { CustomerPage } from '../api/pages.ts';
import { notify } from '../live/session.ts';

/** What customers see of Baton in their browser, without a login. */
export const Pages = () => {
  const [pages, setPages] = useState<CustomerPage[] | null>(null);
  const read = () =>
    getPages().then(setPages, (error: unknown) =>
      notify(`The pages could not be read: ${error instanceof Error ? error.message : 'no answer'}`),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the pane opens
  useEffect(() => void read(), []);
  return (
    <div>
      <p className="pane-about">
        A customer has no login: the link is all there is. Open one as the customer would, in a tab of its own; what
        they do there arrives in the thread, and stands in the window of the project or invoice, where it is taken back
        and where the link is renewed and withdrawn.
      </p>
      <button type="button" className="bk-button" onClick={() => void read()}>
        Look again
      </button>
      {pages?.length === 0 && <p>No page yet.</p>}
      <ul aria-label="Pages">
        {pages?.map(({ title, customer, url }) => (
          <li key={url ?? title} className="letter">
            {url ? (
              <a href={url} target="_blank" rel="noreferrer">
                <strong>{title}</strong>
              </a>
            ) : (
              <strong>{title}</strong>
            )}
            <span className="letter-about">
              {customer}
              {url ? '' : ' – its link is withdrawn'}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
};
