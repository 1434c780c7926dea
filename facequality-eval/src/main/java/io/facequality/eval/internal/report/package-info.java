/** Figures as files: plots, tables, JSON and a page. Not for users. */
@NullMarked
package io.facequality.eval.internal.report;

import org.jspecify.annotations.NullMarked;
