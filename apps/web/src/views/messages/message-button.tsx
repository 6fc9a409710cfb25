import type { PersonCard } from '@stoa/protocol/social';
import { useNavigate } from '@tanstack/react-router';
import { MessageCircle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/button.tsx';
import { useApp } from '../../state/use-store.ts';

/** From a profile to what one writes with that person. */
export function MessageButton({ person }: { person: PersonCard }) {
  const { t } = useTranslation();
  const { mail } = useApp();
  const navigate = useNavigate();
  const open = async () => {
    // Where nothing can be kept, the page says so.
    await mail.begin(person).catch(() => undefined);
    await navigate({ to: '/messages', hash: person.account.reveal() });
  };
  return (
    <Button size="small" icon={MessageCircle} onClick={() => void open()}>
      {t('people.message')}
    </Button>
  );
}
