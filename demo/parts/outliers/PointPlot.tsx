/** Points that can be moved, by pointer and by keyboard, and the lines that are fitted to them. */
import { useCallback, useMemo, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { heightAt, type Line } from "../../model/lines/line.js";
import type { Cloud } from "../../model/outliers/cloud.js";
import type { Axes } from "../../model/outliers/presets.js";
import { fixed } from "../numbers.js";
import { axisOf, type Data, Plot, words } from "../Plot.js";
import { colourOf, type Theme } from "../theme.js";
import { afterKey } from "./afterKey.js";
import { drawPoints } from "./drawPoints.js";
import { nameLines } from "./nameLines.js";
import { takePoints } from "./takePoints.js";

interface Props {
  readonly cloud: Cloud;
  readonly axes: Axes;
  /** The losses, in the order of the lines. */
  readonly names: readonly string[];
  readonly lines: readonly Line[];
  /** Where the lines would be without the outliers. */
  readonly before?: readonly Line[];
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
  readonly onMove: (index: number, x: number, y: number) => void;
  readonly isMovable?: (index: number) => boolean;
  /** Words beside the chosen point. */
  readonly invitation?: string | undefined;
  /** What a reader who cannot see the plot is told. */
  readonly label: string;
}

const any = () => true;
const inside = (value: number, [low, high]: readonly [number, number]) =>
  Math.min(high, Math.max(low, value));

/** Words above a point, towards the side on which there is room. */
function invite(plot: uPlot, theme: Theme, { x, y }: Cloud, chosen: number, text: string): void {
  const { left, width } = plot.bbox;
  const across = plot.valToPos(x[chosen] ?? 0, "x", true);
  const align = across > left + width / 2 ? "right" : "left";
  const ring = 8 * devicePixelRatio;
  const place = {
    x: across + (align === "right" ? ring : -ring),
    y: plot.valToPos(y[chosen] ?? 0, "y", true) - 2 * ring,
  };
  words(plot, text, { ...place, colour: theme.muted, align });
}

export function PointPlot(props: Props) {
  const { cloud, axes, names, lines, before, chosen, label } = props;
  const latest = useRef(props);
  latest.current = props;
  const handle = useRef<HTMLDivElement>(null);

  const options = useMemo(() => {
    const place = (plot: uPlot) => {
      const element = handle.current;
      if (!element) return;
      const { cloud: now, chosen: which } = latest.current;
      const [left, top] = [plot.over.offsetLeft, plot.over.offsetTop];
      element.style.left = `${left + plot.valToPos(now.x[which] ?? 0, "x")}px`;
      element.style.top = `${top + plot.valToPos(now.y[which] ?? 0, "y")}px`;
    };
    return (theme: Theme): Omit<uPlot.Options, "width" | "height"> => ({
      scales: {
        x: { time: false, range: [...axes.x.range] },
        y: { range: [...axes.y.range] },
      },
      padding: [8, 84, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      axes: [
        axisOf(theme, axes.x.label),
        axisOf(theme, axes.y.label, { labelSize: axes.y.label ? 20 : 0, size: 40 }),
      ],
      series: [
        {},
        ...names.map((name) => ({
          stroke: colourOf(theme, name),
          width: 2.5,
          points: { show: false },
        })),
        ...names.map((name) => ({
          stroke: colourOf(theme, name),
          width: 1,
          dash: [3, 4],
          points: { show: false },
        })),
      ],
      hooks: {
        drawAxes: [(plot) => drawPoints(plot, theme, latest.current.cloud, latest.current.chosen)],
        draw: [
          (plot) => {
            const { names: now, invitation } = latest.current;
            nameLines(plot, theme, now);
            if (invitation) invite(plot, theme, latest.current.cloud, latest.current.chosen, invitation);
            place(plot);
          },
        ],
      },
    });
    // Colours follow the first word of a name, which stays.
  }, [axes, names.length]);

  const data = useMemo((): Data => {
    const ends = [...axes.x.range];
    const drawn = (line: Line | undefined) => ends.map((x) => (line ? heightAt(line, x) : null));
    return [
      ends,
      ...names.map((_, i) => drawn(lines[i])),
      ...names.map((_, i) => drawn(before?.[i])),
    ] as Data;
    // The points are drawn with them.
  }, [axes, names, lines, before, cloud, chosen]);

  const move = useCallback((index: number, x: number, y: number) => {
    const { axes: now, onMove } = latest.current;
    onMove(index, inside(x, now.x.range), inside(y, now.y.range));
  }, []);

  const onMake = useCallback(
    (plot: uPlot) =>
      takePoints(plot, {
        points: () => latest.current.cloud,
        isMovable: (index) => (latest.current.isMovable ?? any)(index),
        onTake: (index) => {
          latest.current.onChoose(index);
          handle.current?.focus({ preventScroll: true });
        },
        onMove: move,
      }),
    [move],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    const deed = afterKey(event, cloud, chosen, props.isMovable ?? any);
    if (!deed) return;
    event.preventDefault();
    if ("choose" in deed) {
      props.onChoose(deed.choose);
      return;
    }
    const across = axes.x.range[1] - axes.x.range[0];
    const up = axes.y.range[1] - axes.y.range[0];
    move(chosen, (cloud.x[chosen] ?? 0) + deed.by[0] * across, (cloud.y[chosen] ?? 0) + deed.by[1] * up);
  };

  const [x, y] = [cloud.x[chosen] ?? 0, cloud.y[chosen] ?? 0];
  return (
    <div class="stage">
      <Plot data={data} options={options} height={440} label={label} onMake={onMake} />
      <div
        class="handle"
        ref={handle}
        role="slider"
        tabIndex={0}
        aria-label="the chosen point"
        aria-roledescription="point"
        aria-orientation="vertical"
        aria-valuemin={axes.y.range[0]}
        aria-valuemax={axes.y.range[1]}
        aria-valuenow={y}
        aria-valuetext={`point ${chosen + 1} of ${cloud.x.length}: x ${fixed(x)}, y ${fixed(y)}`}
        data-x={x}
        data-y={y}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
