import type { View } from '../api/types.ts';
import { Blocks } from '../blocks/Blocks.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { openAppMessages } from '../live/places.ts';
import { useSession } from '../live/session.ts';
import { useViewSurface } from './surface.ts';

export const HomeView = () => {
  const home = useSession((state) => state.workspace?.home ?? null);
  const name = useSession((state) => state.workspace?.app.name ?? '');
  return (
    <section className="channel" aria-label={`${name} Home`}>
      <header className="channel-head">
        <h1>{name}</h1>
        <div className="tabs" role="tablist">
          <button type="button" role="tab" aria-selected={true}>
            Home
          </button>
          <button type="button" role="tab" aria-selected={false} onClick={() => void openAppMessages()}>
            Messages
          </button>
        </div>
      </header>
      <div className="home-body">
        {home ? <Home key={home.id} view={home} /> : <p className="empty">{name} has not drawn its Home tab yet.</p>}
      </div>
    </section>
  );
};

const Home = ({ view }: { view: View }) => {
  const { surface } = useViewSurface(view);
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext>
  );
};
