/** uPlot as a component: as wide as its place, in the page's colours, redrawn in place when only data change. */
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { type Theme, useTheme } from "./theme.js";

export type Data = uPlot.AlignedData;

/** All but the size. Kept by the caller: a new object makes a new plot. */
export type PlotOptions = (theme: Theme) => Omit<uPlot.Options, "width" | "height">;

const font = '12px system-ui, -apple-system, "Segoe UI", sans-serif';

/** An axis as all plots here have it. */
export function axisOf(theme: Theme, label: string, more: Partial<uPlot.Axis> = {}): uPlot.Axis {
  return {
    label,
    labelFont: font,
    labelSize: 22,
    labelGap: 2,
    font,
    stroke: theme.muted,
    size: 30,
    gap: 4,
    grid: { stroke: theme.rule, width: 1 },
    ticks: { show: false },
    ...more,
  };
}

/** A line through the whole plot at a value, drawn beneath the curves. */
export function levelLine(
  plot: uPlot,
  scale: "x" | "y",
  value: number,
  stroke: string,
  dash: number[] = [],
): void {
  const { ctx, bbox } = plot;
  const at = Math.round(plot.valToPos(value, scale, true));
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.beginPath();
  ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
  ctx.lineWidth = devicePixelRatio;
  ctx.strokeStyle = stroke;
  if (scale === "x") {
    ctx.moveTo(at, bbox.top);
    ctx.lineTo(at, bbox.top + bbox.height);
  } else {
    ctx.moveTo(bbox.left, at);
    ctx.lineTo(bbox.left + bbox.width, at);
  }
  ctx.stroke();
  ctx.restore();
}

/** Words beside a place in the plot, in canvas pixels. */
export function words(
  plot: uPlot,
  text: string,
  { x, y, colour, align = "left" }: { x: number; y: number; colour: string; align?: CanvasTextAlign },
): void {
  const { ctx } = plot;
  ctx.save();
  ctx.font = `${12 * devicePixelRatio}px system-ui, -apple-system, "Segoe UI", sans-serif`;
  ctx.textAlign = align;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
  ctx.restore();
}

interface Props {
  readonly data: Data;
  readonly options: PlotOptions;
  readonly height: number;
  /** What a reader who cannot see the plot is told. */
  readonly label: string;
  readonly onMake?: (plot: uPlot) => (() => void) | undefined;
}

export function Plot({ data, options, height, label, onMake }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const latest = useRef(data);
  const theme = useTheme();
  latest.current = data;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(
      { pxAlign: 0, ...options(theme), width: element.clientWidth, height },
      latest.current,
      element,
    );
    plot.current = made;
    const unmake = onMake?.(made);
    const watch = new ResizeObserver(() => {
      if (element.clientWidth > 0) made.setSize({ width: element.clientWidth, height });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      unmake?.();
      made.destroy();
      plot.current = undefined;
    };
  }, [options, theme, height, onMake]);

  useEffect(() => {
    plot.current?.setData(data);
  }, [data]);

  return <div class="plot" role="img" aria-label={label} ref={place} style={{ minHeight: `${height}px` }} />;
}
