import { counted, percent } from '../../common/format';
import type { ReadExperiment } from './types';
import { listed, quoted } from './words';

export interface Slice {
  readonly key: string;
  readonly name: string;
  /** Of the layer, 0 to 100. */
  readonly share: number;
  readonly own: boolean;
}

export interface LayerSlices {
  readonly slices: readonly Slice[];
  readonly free: number;
  readonly text: string;
}

interface Own {
  readonly key: string;
  readonly name: string;
  readonly layerShare: string;
  readonly state: string;
}

/** Who holds what of the layer: this experiment first, then the others that run. A draft is shown where it asks to be, one that is over as it was. */
export function slicesOf(experiment: Own, layer: ReadExperiment['layer']): LayerSlices {
  const own: Slice = { key: experiment.key, name: experiment.name, share: Number(experiment.layerShare), own: true };
  if (experiment.state !== 'DRAFT' && experiment.state !== 'RUNNING') {
    return { slices: [own], free: 100 - own.share, text: `It held ${percent(own.share)} of ${layer === null ? 'a layer of its own' : `the layer ${quoted(layer.key)}`}.` };
  }
  const others = (layer?.experiments ?? [])
    .filter((other) => other.state === 'RUNNING' && other.key !== experiment.key)
    .map((other) => ({ key: other.key, name: other.name, share: Number(other.layerShare), own: false }));
  const taken = others.reduce((sum, slice) => sum + slice.share, 0);
  const fits = taken + own.share <= 100;
  const slices = fits ? [own, ...others] : others;
  const free = Math.max(0, 100 - taken - (fits ? own.share : 0));
  return { slices, free, text: sentence(own, others, free, layer, experiment.state === 'DRAFT', fits) };
}

function sentence(own: Slice, others: readonly Slice[], free: number, layer: ReadExperiment['layer'], draft: boolean, fits: boolean): string {
  const share = percent(own.share);
  const verb = draft ? 'asks for' : 'holds';
  if (layer === null) return `It ${verb} ${share} of a layer of its own: units in it may be in other experiments as well.`;
  const mine = `It ${verb} ${share} of the layer ${quoted(layer.key)}: no unit is in two experiments of one layer.`;
  const beside = others.length === 0 ? 'No other experiment runs in it.' : `${counted(others.length, 'other')} in it: ${listed(others.map((other) => `${other.name} (${percent(other.share)})`))}.`;
  if (!fits) return `${mine} ${beside} There is no room for it: ${percent(free)} is free.`;
  // While it is a draft, what it asks for still counts as free.
  const block = Number(layer.freeTraffic);
  const pieces = !draft && free > 0.005 && Math.abs(block - free) > 0.005 ? `, ${percent(block)} of it in one piece` : '';
  return `${mine} ${beside} ${free < 0.005 ? `Nothing ${draft ? 'would be' : 'is'} free.` : `${percent(free)} ${draft ? 'would be' : 'is'} free${pieces}.`}`;
}
