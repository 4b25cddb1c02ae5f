/** One request and its answer: the nouns that every interceptor works on. */
@NullMarked
package daybook.gateway.exchange;

import org.jspecify.annotations.NullMarked;
