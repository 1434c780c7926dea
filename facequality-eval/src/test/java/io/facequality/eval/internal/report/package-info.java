@NullMarked
package io.facequality.eval.internal.report;

import org.jspecify.annotations.NullMarked;
