import { Ellipsis, EyeOff, Flag, type LucideIcon, MessageCircleOff, Pin } from 'lucide-react';
import { createContext, type ReactNode, use, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../design/button.tsx';
import {
  MenuItem,
  SharedMenu,
  type SharedMenuHandle,
  SharedMenuTrigger,
  sharedMenu,
} from '../../../design/menu.tsx';
import type { ChatLine, LineAction } from '../../../state/chat-lines.ts';
import { useLine } from './use-line.ts';

const icons: Record<LineAction, LucideIcon> = {
  pin: Pin,
  hide: EyeOff,
  silence: MessageCircleOff,
  report: Flag,
};

const Context = createContext<SharedMenuHandle<ChatLine> | undefined>(undefined);

/** One menu for all lines. */
export function LineMenus({ children }: { children: ReactNode }) {
  const [menu] = useState(() => sharedMenu<ChatLine>());
  return (
    <Context value={menu}>
      {children}
      <SharedMenu menu={menu}>{(line) => <Items line={line} />}</SharedMenu>
    </Context>
  );
}

export function LineMenuButton({ line }: { line: ChatLine }) {
  const { t } = useTranslation();
  const menu = use(Context);
  const { actions } = useLine(line);
  if (!menu || actions.length === 0) return null;
  const name = line.isMe ? t('room.me') : line.name || t('seat.nameless');
  return (
    <SharedMenuTrigger
      menu={menu}
      about={line}
      trigger={
        <IconButton
          icon={Ellipsis}
          label={t('chat.options', { name })}
          className="-my-1 size-9! text-soft opacity-70 group-hover:opacity-100 focus-visible:opacity-100 pointer-fine:opacity-0"
        />
      }
    />
  );
}

function Items({ line }: { line: ChatLine }) {
  const { t } = useTranslation();
  const { actions, run } = useLine(line);
  return actions.map((action) => (
    <MenuItem
      key={action}
      icon={icons[action]}
      danger={action === 'report'}
      hint={action === 'silence' ? t('chat.silenceHint') : undefined}
      onClick={() => run(action)}
    >
      {t(`chat.line.${action}`)}
    </MenuItem>
  ));
}
