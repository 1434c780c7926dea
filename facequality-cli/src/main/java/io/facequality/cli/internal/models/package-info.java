/** The commands for model files: fetch, list, import, verify, quantize. */
@NullMarked
package io.facequality.cli.internal.models;

import org.jspecify.annotations.NullMarked;
