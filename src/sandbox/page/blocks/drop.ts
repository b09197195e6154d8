import { useEffect, useRef } from 'react';

/** Lets files be dropped on an element, which shows that it takes them (`.dropping`). */
export const useDrop = (
  target: () => HTMLElement | null | undefined,
  onFiles: (files: File[]) => Promise<void>,
): void => {
  const latest = useRef({ target, onFiles });
  latest.current = { target, onFiles };
  useEffect(() => {
    const element = latest.current.target();
    if (!element) return;
    const show = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      element.classList.add('dropping');
    };
    const hide = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget)))
        element.classList.remove('dropping');
    };
    const take = (event: DragEvent) => {
      event.preventDefault();
      element.classList.remove('dropping');
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void latest.current.onFiles(files);
    };
    element.addEventListener('dragover', show);
    element.addEventListener('dragleave', hide);
    element.addEventListener('drop', take);
    return () => {
      element.removeEventListener('dragover', show);
      element.removeEventListener('dragleave', hide);
      element.removeEventListener('drop', take);
    };
  }, []);
};

/** A file that misses its target would take the browser away from the page. */
export const keepDropsOut = (): void => {
  for (const type of ['dragover', 'drop']) document.addEventListener(type, (event) => event.preventDefault());
};
