namespace QmpGen;

/// <summary>Specifies the state of a client's connection.</summary>
public enum QmpConnectionState
{
    /// <summary>The client is ready for commands.</summary>
    Connected,

    /// <summary>The connection was lost, and the client reconnects (<see cref="QmpClientOptions.Reconnect"/>). Calls
    /// fail meanwhile.</summary>
    Reconnecting,

    /// <summary>The client is closed permanently. <see cref="QmpClient.Closed"/> returns the cause.</summary>
    Closed,
}
