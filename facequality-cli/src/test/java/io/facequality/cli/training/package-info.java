@NullMarked
package io.facequality.cli.training;

import org.jspecify.annotations.NullMarked;
