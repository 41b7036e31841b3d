/** A text whose words light up while they are said (read-along). */
import { useSaid } from './speech/seen.ts';

/** A number in groups, as of a telephone. */
const GROUPED = /(\d+(?: \d+)+)/;

interface Run {
  readonly from: number;
  readonly text: string;
  readonly grouped: boolean;
}

function runsOf(text: string): readonly Run[] {
  const runs: Run[] = [];
  for (const [index, part] of text.split(GROUPED).entries()) {
    const before = runs.at(-1);
    runs.push({
      from: before === undefined ? 0 : before.from + before.text.length,
      text: part,
      grouped: index % 2 === 1,
    });
  }
  return runs;
}

export function Spoken({ id, text }: { readonly id: string; readonly text: string }) {
  const word = useSaid((state) => (state.key === id ? state.word : null));
  const wordsOf = (run: Run) =>
    [...run.text.matchAll(/\s+|\S+/g)].map(({ 0: part, index }) => {
      const from = run.from + index;
      if (part.trim() === '') return ' ';
      const said = word !== null && from < word.to && from + part.length > word.from;
      return (
        <span key={from} className={said ? 'word word-said' : 'word'}>
          {part}
        </span>
      );
    });
  // A line from right to left would turn the groups of a number round: 088 506 08 00 would read 00 08 506 088.
  return runsOf(text).map((run) =>
    run.grouped ? (
      <bdi key={run.from} dir="ltr">
        {wordsOf(run)}
      </bdi>
    ) : (
      wordsOf(run)
    ),
  );
}
