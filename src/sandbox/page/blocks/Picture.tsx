/** In a line of context, beside a section, or a block of its own. */
type Size = 'icon' | 'small' | 'large';

/**
 * An image. Pictures from elsewhere are not fetched, since the sandbox asks nothing of the network: their alternative text and
 * address stand in for them.
 */
export const Picture = ({ url, alt, size = 'large' }: { url: string | undefined; alt: string; size?: Size }) => {
  const local = url !== undefined && (url.startsWith('data:image/') || url.startsWith(`${location.origin}/`));
  if (local) return <img className={`picture picture-${size}`} src={url} alt={alt} />;
  return (
    <span className={`picture-absent picture-${size}`} role="img" aria-label={alt} title={`${alt}: ${url}`}>
      {size === 'icon' ? '🖼' : `🖼 ${alt}`}
    </span>
  );
};
