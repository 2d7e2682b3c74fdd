package io.lifeos.memory.fact;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whoever calls the method, or any method of the type that does not return void, must use what it returns: {@code
 * memory.retain("Ann likes tea");} stores nothing, as only {@code save()} does. Tools such as Error Prone, which know an
 * annotation of this simple name wherever it comes from, refuse to compile such a call or warn of it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface CheckReturnValue {}
