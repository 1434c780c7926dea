@NullMarked
package io.facequality.convert.internal.network;

import org.jspecify.annotations.NullMarked;
