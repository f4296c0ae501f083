/** Where frames come from: capture files, the kernel's ring, libpcap. Every source gives frames the same way. */
package io.tidemark.metering.source;
