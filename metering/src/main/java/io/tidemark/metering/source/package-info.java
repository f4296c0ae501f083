/** Where frames come from: capture files, libpcap, later the kernel ring. Every source gives frames the same way. */
package io.tidemark.metering.source;
