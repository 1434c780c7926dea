@NullMarked
package io.facequality.cli.internal.training;

import org.jspecify.annotations.NullMarked;
