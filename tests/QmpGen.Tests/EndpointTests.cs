namespace QmpGen.Tests;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("unix:/run/vm1.qmp")]
    [InlineData("unix:relative,with a comma")]
    [InlineData("tcp:localhost:4444")]
    [InlineData("tcp:[::1]:4444")]
    public void QEMUs_own_notation_is_understood(string endpoint) => Assert.Equal(endpoint, QmpEndpoint.Parse(endpoint).ToString());

    [Theory]
    [InlineData("/run/vm1.qmp", "unix:")]
    [InlineData("", "unix:")]
    [InlineData("unix:", "path is missing")]
    [InlineData("unix:/run/vm1.qmp,server=on,wait=off", "command line")]
    [InlineData("tcp:localhost", "port")]
    [InlineData("tcp::4444", "host")]
    [InlineData("tcp:localhost:70000", "65535")]
    [InlineData("tcp:::1:4444", "brackets")]
    public async Task Anything_else_is_refused_with_the_remedy(string endpoint, string remedy)
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => QmpClient.ConnectAsync(endpoint));
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused() =>
        Assert.Contains("107 bytes", Assert.Throws<ArgumentException>(() => QmpEndpoint.Parse("unix:/" + new string('x', 107))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("unix:/nowhere/vm1.qmp", "no such file")]
    [InlineData("tcp:127.0.0.1:1", "nobody listens")]
    public async Task A_failed_connect_names_the_endpoint_and_the_usual_cause(string endpoint, string cause)
    {
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync(endpoint));
        Assert.Contains(endpoint, e.Message, StringComparison.Ordinal);
        Assert.Contains(cause, e.Message, StringComparison.Ordinal);
    }
}
