import { Avatar } from '../../../design/avatar.tsx';
import { classes } from '../../../design/classes.ts';
import { useRoomView } from '../../../state/use-store.ts';

const shown = 9;

/** Who is speaking while the chat covers the stage. For eyes: the stage itself is one key away. */
export function StageStrip() {
  const stage = useRoomView((view) => view.stage);
  // Whoever speaks is seen, also in a long row.
  const row = [...stage].sort((a, b) => Number(b.speaking) - Number(a.speaking)).slice(0, shown);
  const order = stage.length <= shown ? stage : row;
  return (
    <div aria-hidden="true" className="flex items-center gap-2 overflow-hidden px-3 pt-1.5 pb-3">
      {order.map((person) => (
        <span
          key={person.leaf}
          className={classes('voice-ring rounded-full', person.muted && 'opacity-60')}
          data-level={person.speaking ? Math.min(person.level, 1) : undefined}
        >
          <Avatar leaf={person.leaf} name={person.name} size="tiny" />
        </span>
      ))}
    </div>
  );
}
