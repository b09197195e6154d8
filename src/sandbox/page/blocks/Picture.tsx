/**
 * An image. Pictures from elsewhere are not fetched, since the sandbox asks nothing of the network: their alternative text and
 * address stand in for them.
 */
export function Picture({ url, alt, small = false }: { url: string | undefined; alt: string; small?: boolean }) {
  const local = url !== undefined && (url.startsWith('data:image/') || url.startsWith(`${location.origin}/`));
  if (local) return <img className={small ? 'picture picture-small' : 'picture'} src={url} alt={alt} />;
  return (
    <span className={small ? 'picture-absent picture-small' : 'picture-absent'} role="img" aria-label={alt} title={url}>
      {small ? '🖼' : `🖼 ${alt}`}
    </span>
  );
}
