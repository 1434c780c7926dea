/** Cross-validation and explanation of choices; nothing here is for users. */
@NullMarked
package io.facequality.select.internal;

import org.jspecify.annotations.NullMarked;
