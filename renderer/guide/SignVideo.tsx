/**
 * A site's sign-language video of the step, under the guide: a place of its own, so that it never covers words or answers.
 * It starts by itself once, without sound; with reduced motion only when it is asked to.
 */
import { useContext, useEffect, useRef, useState } from 'react';
import { Button } from '../design/Button.tsx';
import { Seen } from './speech/seen.ts';

export interface SignVideoProps {
  readonly src: string;
  readonly label: string;
  readonly still: boolean;
  readonly onReach: () => void;
  /** It cannot be played: the guide has its place again. */
  readonly onBroken: () => void;
}

export function SignVideo({ src, label, still, onReach, onBroken }: SignVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [playing, setPlaying] = useState(false);
  const seen = useContext(Seen);
  useEffect(() => {
    if (seen && !still) start(video.current);
    if (!seen) rewind(video.current);
  }, [src, still, seen]);
  const press = (): void => {
    if (playing) video.current?.pause();
    else start(video.current);
  };
  return (
    <div className="signing">
      <video
        ref={video}
        src={src}
        muted
        playsInline
        disablePictureInPicture
        preload="auto"
        aria-hidden="true"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onError={onBroken}
      />
      <Button label={label} icon={playing ? 'pause' : 'play'} pressed={playing} onPress={press} onReach={onReach} />
    </div>
  );
}

function rewind(video: HTMLVideoElement | null): void {
  if (video === null) return;
  video.pause();
  video.currentTime = 0;
}

/** Where it may not start by itself the button is there; a video that cannot be played says so itself. */
function start(video: HTMLVideoElement | null): void {
  video?.play().catch(() => {});
}
