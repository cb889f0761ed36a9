import { manifest } from './manifest.js';
import { judge } from './scheme.js';
import { serve } from './serve.js';

serve({ manifest, judge });
