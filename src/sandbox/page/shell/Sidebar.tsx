import type { Channel } from '../api/types.ts';
import { goTo, openAppMessages } from '../live/places.ts';
import { useSession } from '../live/session.ts';
import { Avatar } from './Avatar.tsx';
import { PersonSwitcher } from './PersonSwitcher.tsx';

const none: readonly Channel[] = [];

export const Sidebar = ({ onGo }: { onGo: () => void }) => {
  const channels = useSession((state) => state.workspace?.channels ?? none);
  const app = useSession((state) => state.workspace?.app);
  const place = useSession((state) => state.place);
  const team = useSession((state) => state.workspace?.team.name ?? '');
  const dm = channels.find((channel) => channel.channel_type === 'im');
  const go = (to: () => Promise<void>) => () => {
    void to();
    onGo();
  };
  return (
    <nav className="sidebar" aria-label="Workspace">
      <div className="sidebar-team">{team}</div>
      <PersonSwitcher />
      <h2>Channels</h2>
      <ul>
        {channels
          .filter((channel) => channel.channel_type !== 'im')
          .map((channel) => (
            <li key={channel.id}>
              <Place
                name={`${channel.channel_type === 'group' ? '🔒' : '#'} ${channel.name ?? ''}`}
                unread={channel.unread}
                current={place === channel.id}
                onGo={go(() => goTo(channel.id))}
              />
            </li>
          ))}
      </ul>
      <h2>Apps</h2>
      <ul>
        <li>
          <Place
            name="Home"
            isApp
            current={place === 'home'}
            unread={0}
            label={`${app?.name} Home`}
            onGo={go(() => goTo('home'))}
          />
        </li>
        <li>
          <Place
            name="Messages"
            isApp
            label={`${app?.name} Messages`}
            current={dm !== undefined && place === dm.id}
            unread={dm?.unread ?? 0}
            onGo={go(openAppMessages)}
          />
        </li>
      </ul>
    </nav>
  );
};

interface PlaceProps {
  name: string;
  label?: string;
  unread: number;
  current: boolean;
  isApp?: boolean;
  onGo: () => void;
}

const Place = ({ name, label, unread, current, isApp = false, onGo }: PlaceProps) => (
  <button
    type="button"
    className={`place${current ? ' current' : ''}${unread > 0 ? ' unread' : ''}`}
    aria-current={current ? 'page' : undefined}
    aria-label={unread > 0 ? `${label ?? name}, ${unread} unread` : label}
    onClick={onGo}
  >
    {isApp && <Avatar id="app" name="" isApp />}
    <span className="place-name">{name}</span>
    {unread > 0 && <span className="badge">{unread > 99 ? '99+' : unread}</span>}
  </button>
);
