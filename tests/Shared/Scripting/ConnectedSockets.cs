using System.Net.Sockets;

namespace QmpGen.Tests;

/// <summary>Two connected unix sockets that no longer have a path in the file system.</summary>
internal readonly record struct ConnectedSockets(Socket Server, Socket Client)
{
    public static ConnectedSockets Create()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("qmpgen-");
        UnixDomainSocketEndPoint endPoint = new(Path.Combine(directory.FullName, "s"));
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(endPoint);
        listener.Listen();
        Socket client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(endPoint);
        Socket server = listener.Accept();
        directory.Delete(recursive: true);
        return new ConnectedSockets(server, client);
    }
}
