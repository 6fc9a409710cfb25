import { accountId, people } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { Ban, Flag, Hash, MoreHorizontal, Trash2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/dialog.tsx';
import { Menu, MenuItem, MenuLine } from '../../design/menu.tsx';
import type { Conversation } from '../../device/conversation.ts';
import { useAct } from '../../state/use-answer.ts';
import { useApp } from '../../state/use-store.ts';
import { ReportDialog } from '../safety/report-dialog.tsx';
import { CodeDialog } from './code-dialog.tsx';

type Asking = 'code' | 'remove' | 'block' | 'report';

/** What one can do about a conversation, and about whoever it is with. */
export function ConversationMenu({ one, name }: { one: Conversation; name: string }) {
  const { t } = useTranslation();
  const { mail } = useApp();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>();
  const block = useAct(people.block, [people.profile]);
  const account = accountId(one.other);
  const dialog = (which: Asking) => ({
    open: asking === which,
    onOpenChange: (open: boolean) => setAsking(open ? which : undefined),
  });
  const leave = async () => {
    await navigate({ to: '/messages' });
    await mail.remove(one.other);
  };
  return (
    <>
      <Menu trigger={<IconButton icon={MoreHorizontal} label={t('messagesPage.menu', { name })} />}>
        {one.person && (
          <MenuItem
            icon={UserRound}
            onClick={() => void navigate({ to: '/p', hash: one.person?.handle ?? '' })}
          >
            {t('messagesPage.profile')}
          </MenuItem>
        )}
        <MenuItem icon={Hash} onClick={() => setAsking('code')}>
          {t('messagesPage.compare')}
        </MenuItem>
        <MenuItem icon={Trash2} onClick={() => setAsking('remove')}>
          {t('messagesPage.remove')}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Flag} onClick={() => setAsking('report')}>
          {t('messagesPage.report')}
        </MenuItem>
        <MenuItem icon={Ban} danger onClick={() => setAsking('block')}>
          {t('messagesPage.block')}
        </MenuItem>
      </Menu>
      <CodeDialog other={one.other} name={name} {...dialog('code')} />
      <Confirm
        {...dialog('remove')}
        title={t('messagesPage.removeTitle')}
        text={t('messagesPage.removeText', { name })}
        yes={t('messagesPage.removeYes')}
        onYes={() => void leave()}
      />
      <Confirm
        {...dialog('block')}
        title={t('messagesPage.blockTitle', { name })}
        text={t('messagesPage.blockText')}
        yes={t('messagesPage.block')}
        onYes={() => block.mutate({ account }, { onSuccess: () => void leave() })}
      />
      <ReportDialog
        about={{ kind: 'message', account, name, where: 'direct' }}
        {...(one.last && { evidence: () => mail.evidence(one.other) })}
        {...dialog('report')}
      />
    </>
  );
}
