/**
 * Scoring by diffusion, as DifFIQA does it: the parts, in plain Java on any {@link
 * io.facequality.onnx.diffusion.DiffusionQualityScorer.Denoiser denoiser} and {@link io.facequality.onnx.diffusion.DiffusionQualityScorer.PictureEmbedder embedder}.
 *
 * <p>A face x and its mirror image are noised ({@link io.facequality.onnx.internal.diffusion.ForwardDiffusion}) and restored
 * ({@link io.facequality.onnx.internal.diffusion.DdimSampler}) several times over; the score is how much of the face's embedding
 * survives ({@link io.facequality.onnx.diffusion.DiffusionQualityScorer.DiffusionScore.Similarities}). {@link
 * io.facequality.onnx.internal.diffusion.DiffusionProcedure} goes the whole way; {@code DiffusionQualityScorer} of the package
 * above runs it on ONNX models.
 *
 * <p>Source: Babnik, Peer and Struc, "DifFIQA: Face Image Quality Assessment Using Denoising Diffusion Probabilistic
 * Models", IJCB 2023, section 3.
 */
@NullMarked
package io.facequality.onnx.diffusion;

import org.jspecify.annotations.NullMarked;
