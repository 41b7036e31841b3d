/** "This is what your choice means": the pictures at the last step are the person's own answers, and weigh the same. */
import { describe, expect, it } from 'vitest';
import { storiesOf } from '../../renderer/patient/content.ts';

describe('the stories of a choice', () => {
  it('are one about the pharmacy when all or none may share', () => {
    expect(storiesOf('all', [])).toEqual([{ holder: 'apotheken', answer: 'share' }]);
    expect(storiesOf('none', [])).toEqual([{ holder: 'apotheken', answer: 'not-share' }]);
  });

  it('are the first that shares and the first that does not, in the order of the questions', () => {
    const stories = storiesOf('some', [
      { line: 'huisartsen', answer: 'unknown' },
      { line: 'apotheken', answer: 'not-share' },
      { line: 'ziekenhuizen', answer: 'share' },
      { line: 'ggz', answer: 'share' },
    ]);
    expect(stories).toEqual([
      { holder: 'apotheken', answer: 'not-share' },
      { holder: 'ziekenhuizen', answer: 'share' },
    ]);
  });

  it('are one when every answer is the same', () =>
    expect(
      storiesOf('some', [
        { line: 'huisartsen', answer: 'not-share' },
        { line: 'apotheken', answer: 'not-share' },
      ]),
    ).toEqual([{ holder: 'huisartsen', answer: 'not-share' }]));

  it('are none when nothing is known yet', () =>
    expect(storiesOf('some', [{ line: 'huisartsen', answer: 'unknown' }])).toEqual([]));
});
