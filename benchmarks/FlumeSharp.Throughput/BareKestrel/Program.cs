using System.Globalization;
using System.Net;
using BareKestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

// The least that an HTTP source in .NET could do: the yardstick that the HTTP source is measured with.
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
var options = new KestrelServerOptions { AddServerHeader = false };
options.Limits.MinRequestBodyDataRate = null;
options.Limits.MinResponseDataRate = null;
options.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
using var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
await server.StartAsync(new WalkingApplication(), CancellationToken.None);
await Task.Delay(Timeout.Infinite);
