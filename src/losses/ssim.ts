import body from "../../shaders/losses/ssim.wgsl?raw";
import { countUpTo, positive } from "../check/params.js";
import { windowed } from "../families/window.js";

/**
 * Structural similarity as a loss: 1 − the mean SSIM of an image. Each Gaussian window of the two images is compared
 * by its light (means), contrast (variances) and structure (covariance); the mean is over all windows that lie within
 * the image, and over channels. 0 for equal images, 1 for unrelated ones, up to 2 for inverted ones.
 *
 * Inputs `predictions` and `targets` [N, C, H, W] in [0, `dataRange`]; H and W at least `windowSize`. Only
 * `predictions` has a gradient. One loss per image; "mean" is over images. `sigma` is the window's standard
 * deviation in pixels. Constants K₁ = 0.01 and K₂ = 0.03.
 *
 * The same as 1 − `pytorch_msssim.ssim`, and as 1 − `tf.image.ssim`.
 *
 * @throws ShapeError for images smaller than a window, or of unlike shapes
 */
export const ssim = windowed({
  name: "ssim",
  params: { windowSize: countUpTo(1024, 11), sigma: positive(1.5), dataRange: positive(1) },
  formula: String.raw`1-\operatorname{mean}(l\,s)\quad l=\frac{2\mu_x\mu_y+C_1}{\mu_x^2+\mu_y^2+C_1},\quad s=\frac{2\sigma_{xy}+C_2}{\sigma_x^2+\sigma_y^2+C_2},\quad C_1=(0.01L)^2,\quad C_2=(0.03L)^2`,
  citation:
    "Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, Image Quality Assessment: From Error Visibility to Structural Similarity, IEEE Trans. Image Processing 13 (2004) 600–612",
  body,
});
